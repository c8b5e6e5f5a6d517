"""Chapter 5's numbers from elsewhere: the decks, Mazur's example, PyTorch, and arithmetic by hand."""

from functools import cache

import numpy as np

MAZUR = {  # as printed in his worked example, with more digits from the inventory's row M032
    "h1": 0.5932699921071872, "y_hat1": 0.7513650695523157,
    "dJ_dw5": 0.08216704056423077, "dJ_dw1": 0.0004385677344743465,
    "J_before": 0.2983711087600027, "J_after_1": 0.29102777369359933, "J_end": 3.510187782978859e-05,
}  # fmt: skip
DECK = {  # Mirabello's slides, which keep the loss at .12
    "x1": 0.50, "x2": 0.51, "w1": 0.35, "w2": 0.40, "y": 0.10,
    "printed_J_new": 0.12, "rounded_J": 0.12, "rounded_J_new": 0.12,
}  # fmt: skip


@cache
def torch_neuron(w=(0.35, 0.40), n_steps=10_000):
    """The weights before each update and the losses, by torch; and the first step's values and gradients."""
    import torch

    x = torch.tensor([0.50, 0.51], dtype=torch.float64, requires_grad=True)
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer, losses, first = torch.optim.SGD([w], lr=1.0), [], {}
    for step in range(n_steps + 1):
        z = x @ w
        y_hat = torch.sigmoid(z)
        J = (y_hat - 0.10) ** 2 / 2
        if step < 2:
            for value in (z, y_hat):
                value.retain_grad()
        optimizer.zero_grad()
        x.grad = None
        J.backward()
        losses.append(J.item())
        if step == 0:
            first = {"z": z.item(), "y_hat": y_hat.item(), "J": J.item(), "dJ_dz": z.grad.item(),
                     "dJ_dy_hat": y_hat.grad.item(), "dy_hat_dz": (z.grad / y_hat.grad).item(),
                     **{f"dJ_dw{i + 1}": g for i, g in enumerate(w.grad.tolist())},
                     **{f"dJ_dx{i + 1}": g for i, g in enumerate(x.grad.tolist())}}  # fmt: skip
        if step == 1:
            first |= {"z_new": z.item(), "y_hat_new": y_hat.item(), "J_new": J.item()}
            first |= {f"w{i + 1}_new": v for i, v in enumerate(w.tolist())}
        optimizer.step()
    return first, losses


def backpropagation():
    first, J = torch_neuron(n_steps=1001)
    at_3, at_10 = (torch_neuron((w, w), 1)[0] for w in (3.0, 10.0))
    paths = {"given": J, "3": torch_neuron((3.0, 3.0), 500)[1], "5": torch_neuron((5.0, 5.0), 500)[1]}
    updates = {f"updates_from_{w}": sum(loss >= 0.01 for loss in path) for w, path in paths.items()}
    return DECK | first | updates | {
        "fall": 1 - J[1] / J[0], "J_10": J[10], "J_100": J[100], "J_1000": J[1000],
        "fall_1000": 1 - J[1001] / J[1000], "dJ_dw1_at_3": at_3["dJ_dw1"], "dJ_dw1_at_10": at_10["dJ_dw1"],
        **{f"{name}_at_3": at_3[name] for name in ("y_hat", "dJ_dy_hat", "dy_hat_dz")},
    }  # fmt: skip


def slips():
    first, _ = torch_neuron()
    slope = first["dJ_dz"]

    def chain(w1, w2, x=0.50, y=0.10):
        h = 1 / (1 + np.exp(-w1 * x))
        return (1 / (1 + np.exp(-w2 * h)) - y) ** 2 / 2, h

    _, h = chain(0.35, 0.40)
    right = chain(0.35 + 1e-20j, 0.40)[0].imag / 1e-20
    slopes = right / (0.40 * 0.50)  # what is left without the last weight and the input
    five = 0.5 + 1e-20j  # the first weight of five units, whose weights are all 1/2, as is the input
    five = 0.5 * five
    for k in range(5):
        five = 1 / (1 + np.exp(-five * (0.5 if k else 1)))
    return {
        "decimals": 3,  # .06 and .06, .060 and .061
        "x1_from": 0.055 / slope, "x1_to": 0.065 / slope,
        "wrong_in_the_middle": slopes * h * 0.50 / right,
        "wrong_at_the_end": 0.35 / 0.50, "five_units": 0.49 * five.imag / 1e-20, "bound_of_five": 1 / 4**5,
    }  # fmt: skip


def two_layers():
    import torch

    def tensors():
        values = [[0.15, 0.25], [0.20, 0.30]], [[0.40, 0.50], [0.45, 0.55]]
        return [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in values]

    def loss(W1, W2):
        x, y = torch.tensor([[0.05, 0.10]], dtype=torch.float64), torch.tensor([[0.01, 0.99]])
        h = torch.sigmoid(x @ W1 + 0.35)
        y_hat = torch.sigmoid(h @ W2 + 0.60)
        return h, y_hat, ((y_hat - y.double()) ** 2).sum() / 2

    W1, W2 = tensors()
    _, y_hat, J = loss(W1, W2)
    to_y_hat, right, to_W2 = torch.autograd.grad(J, [y_hat, W1, W2])
    dJ_dz2 = (to_y_hat * y_hat * (1 - y_hat)).detach()[0]
    early, _ = wrong_order_gradient(loss, W1, W2, to_W2)
    V1, V2 = tensors()
    for _ in range(10_000):
        _, _, J = loss(V1, V2)
        (to_V2,) = torch.autograd.grad(J, [V2])
        to_V1, V2 = wrong_order_gradient(loss, V1, V2, to_V2)
        V1 = (V1 - 0.5 * to_V1).detach().requires_grad_()
    dJ_dh1 = 0.40 * dJ_dz2[0].item() + 0.50 * dJ_dz2[1].item()
    return MAZUR | {
        "z_h1": 0.05 * 0.15 + 0.10 * 0.20 + 0.35,
        "dJ_dz_y1": dJ_dz2[0].item(), "dJ_dz_y2": dJ_dz2[1].item(),
        "dJ_dh1": dJ_dh1, "dJ_dz_h1": right[0, 0].item() / 0.05,
        "path_1": dJ_dz2[0].item() * 0.40, "path_2": dJ_dz2[1].item() * 0.50,
        "off_when_too_early": 1 - (early[0, 0] / right[0, 0]).item(),
        "J_end_wrong_order": loss(V1, V2)[2].item(),
    }  # fmt: skip


def wrong_order_gradient(loss, W1, W2, to_W2):
    """dJ/dW1 through the updated W2, at the forward pass of the old one; and the updated W2."""
    import torch

    new = (W2 - 0.5 * to_W2).detach().requires_grad_()
    h, y_hat, _ = loss(W1, W2)
    dz2 = ((y_hat - torch.tensor([[0.01, 0.99]]).double()) * y_hat * (1 - y_hat)).detach()
    return torch.autograd.grad((h * (dz2 @ new.detach().T)).sum(), [W1])[0], new


def nine_gradients():
    """The loss by hand: answers (0, -1, -1, -2) and (0, 1, 1, 2) to (0, 1, 1, 0)."""
    found = {seeds: count_in_numpy(seeds) for seeds in (range(2000), range(2000, 4000))}
    (k, silent), (again, _) = found.values()
    J_bias, end = torch_xor(5, 0.0, 2000)
    return {
        "J_bias": (4 + 4 + 4) / 4, "J_off": 4 / 4, "g_c2": -2 * (-1 - 1 - 1), "lr": 0.02, "n_steps": 2000,
        "J_bias_1": J_bias[1], "J_bias_10": J_bias[10], "c2_end": end[5], "J_off_end": 1 / 4,
        "found_out": k / 2000, "found_out_again": again / 2000, "silent": silent / 2000,
    }  # fmt: skip


HAND_SET = [1.0, 1.0, 1.0, 1.0, 0.0, -1.0, 1.0, -2.0, 0.0]  # W row by row, c, w, b


def torch_xor(k, value, n_steps):
    """Losses of the network set by hand, its number k changed, on the way down; the nine at the end."""
    import torch

    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    y = torch.tensor([0, 1, 1, 0], dtype=torch.float64)
    t = torch.tensor([value if i == k else number for i, number in enumerate(HAND_SET)], dtype=torch.float64)
    t.requires_grad_()
    optimizer, losses = torch.optim.SGD([t], lr=0.02), []
    for step in range(n_steps + 1):
        f = torch.relu(x @ t[:4].reshape(2, 2) + t[4:6]) @ t[6:8] + t[8]
        J = ((f - y) ** 2).mean()
        losses.append(J.item())
        optimizer.zero_grad()
        J.backward()
        if step < n_steps:
            optimizer.step()
    return losses, t.tolist()


def count_in_numpy(seeds):
    """For how many changes none is larger than the gradient of the number changed; for how many it is 0."""
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    found = silent = 0
    for seed in seeds:
        rng, t = np.random.default_rng(seed), np.array(HAND_SET)
        k = rng.integers(9)
        t[k] += rng.normal()
        gradient = np.zeros(9)
        for (x1, x2), target in zip(x, y, strict=True):  # a case at a time, a unit at a time
            z = [x1 * t[j] + x2 * t[2 + j] + t[4 + j] for j in (0, 1)]
            d = (sum(max(0, z[j]) * t[6 + j] for j in (0, 1)) + t[8] - target) / 2
            for j in (0, 1):
                back = d * t[6 + j] if z[j] > 0 else 0
                gradient[[j, 2 + j, 4 + j, 6 + j]] += back * x1, back * x2, back, d * max(0, z[j])
            gradient[8] += d
        found += gradient[k] != 0 and not (abs(gradient) > abs(gradient[k]) + 1e-9).any()
        silent += gradient[k] == 0
    return int(found), int(silent)
