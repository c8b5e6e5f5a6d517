"""Count the fates of the mutants and list the survivors: `_build/mutants/report.md` and `mutants.json`."""

import json
from collections import Counter, defaultdict

from mutation.trial import KILLED, NOT_TRIED, SURVIVED, TIMEOUT

EQUIVALENT = "equivalent"
RULES, REST = "bprop rules", "the rest"
GOALS = {RULES: 1.0, REST: 0.95}


def share(fates: Counter) -> float:
    """Killed of those that can be killed."""
    killed = fates[KILLED] + fates[TIMEOUT]
    return killed / max(1, killed + fates[SURVIVED])


def table(rows: dict[str, Counter]) -> list[str]:
    """One line per name, as Markdown."""
    lines = [
        "| | mutants | killed | of these by time | equivalent | survived | share killed |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, fates in rows.items():
        killed = fates[KILLED] + fates[TIMEOUT]
        numbers = [fates.total(), killed, fates[TIMEOUT], fates[EQUIVALENT], fates[SURVIVED]]
        cells = [name, *map(str, numbers), f"{share(fates):.1%}"]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def counted(results, key) -> dict[str, Counter]:
    """Fates by what `key` says of a result."""
    rows = defaultdict(Counter)
    for result in results:
        rows[key(result)][result["fate"]] += 1
    return dict(sorted(rows.items()))


def as_text(results, remarks) -> str:
    """The report of all results."""
    classes = counted(results, lambda r: RULES if r["is_rule"] else REST)
    parts = ["# Mutants of the library", *remarks, "## By class", *table(classes)]
    parts += ["## By file", *table(counted(results, lambda r: r["path"]))]
    for title, fate in (("Survivors", SURVIVED), ("Not tried", NOT_TRIED), ("Equivalent", EQUIVALENT)):
        chosen = [r for r in results if r["fate"] == fate]
        parts += [f"## {title} ({len(chosen)})"]
        parts += [entry(r) for r in sorted(chosen, key=lambda r: (not r["is_rule"], r["path"], r["line"]))]
    lines = [f"\n{part}\n" if part.startswith("#") else part for part in parts]
    return "\n".join(lines).strip() + "\n"


def entry(r) -> str:
    """A survivor, or why a mutant is none."""
    kind = "**rule** " if r["is_rule"] else ""
    text = f"- {kind}{r['path']}:{r['line']} `{r['function']}`: `{r['change']}`"
    if "reason" in r:
        return f"{text}. {r['reason']}"
    left_out = f", {r['n_left_out']} more not run" if r["n_left_out"] else ""
    return f"{text} ({r['n_tests'] - r['n_left_out']} tests ran it{left_out})"


def reached(results) -> list[str]:
    """A line per class that says whether its goal is met."""
    lines = []
    for name, fates in counted(results, lambda r: RULES if r["is_rule"] else REST).items():
        verb = "meets" if share(fates) >= GOALS[name] else "misses"
        n = fates[KILLED] + fates[TIMEOUT] + fates[SURVIVED]
        lines.append(f"{name}: {share(fates):.1%} of {n} killed, which {verb} the goal of {GOALS[name]:.0%}")
    if n_missing := sum(r["fate"] == NOT_TRIED for r in results):
        lines.append(f"{n_missing} could not be tried: see the report")
    return lines


def save(folder, results, remarks):
    """Write both files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(as_text(results, remarks), encoding="utf-8")
    (folder / "mutants.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
