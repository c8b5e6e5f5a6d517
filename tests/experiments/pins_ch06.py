"""Chapter 6's numbers from elsewhere: closed forms, and counts by hand."""


def cost_of_derivatives():
    """Closed forms and the inventory. XOR: affine, relu, affine, loss with 2, 1, 3, 1 inputs that vary."""
    stored = {f"stored_{n}": n - 1 for n in (10, 20)}
    again = {f"again_{n}": n * (n - 1) // 2 for n in (10, 20)}
    return stored | again | {
        "rungs": 50, "paths": 1_125_899_906_842_624, "edges": 200, "days": 2**50 / (24 * 3600 * 10**9),
        "jacobian": 64 * 128 * 784 * 128, "jacobian_bytes": 64 * 128 * 784 * 128 * 8 / 10**9,
        "product": 784 * 128, "xor_gradients": 4 + 2 + 2 + 1, "xor_edges": 2 + 1 + 3 + 1,
    }  # fmt: skip


def traps():
    """By hand. J = (2 w - 5)^2 + w^2 / 2 at w = 3; what is overwritten leaves one of the two w in w w."""
    return {"decay": 2 * (3 * 2 - 5) * 2 + 2 * 0.5 * 3, "overwritten": 0.5 * 3}


def forward_only():
    """Of 100 values every tenth stays; while a segment is used, the nine after it are there, too."""
    return {"chain": 100, "kept_1": 100, "kept_10": 10 + 9, "again_10": 10 * 9}
