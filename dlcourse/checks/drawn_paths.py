"""Checks: exercise 5.6. Graphs whose paths are counted: dicts from a node to those that its edges lead to."""

DOUBLE = {0: [1, 1, 2], 1: [3, 2], 2: [3, 3], 3: []}
DEAD_END = {"x": ["a", "a", "b"], "a": ["z", "b"], "b": [], "z": []}
SHOWN = [{"graph": g, "start": [*g][0], "end": [*g][-1]} for g in (DOUBLE, DEAD_END)]


def ladder(n: int) -> dict:
    """n diamonds in a row: 2^n paths over 4n edges (DL book slides: deck Srihari, V-33)."""
    graph = {f"top{i}": [f"left{i}", f"right{i}"] for i in range(n)} | {f"top{n}": []}
    return graph | {f"{side}{i}": [f"top{i + 1}"] for side in ("left", "right") for i in range(n)}


def drawn(rng):
    """Edges to higher nodes, some of them double, with a dead end; then ladders of billions of paths."""
    for n in (5, 7, 11):
        graph = {i: [j for j in range(i + 1, n) for _ in range(rng.integers(3))] for i in range(n)}
        graph |= {n - 2: [], n - 1: []} | {0: [1, n - 1, n - 2]}
        yield {"graph": graph, "start": 0, "end": n - 1}
        yield {"graph": graph, "start": 1, "end": 1}
    for n in (3, 50):
        yield {"graph": ladder(n), "start": "top0", "end": f"top{n}"}
