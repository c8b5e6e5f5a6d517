"""Chapter 5's numbers from elsewhere: the decks, Mazur's example, PyTorch, and arithmetic by hand."""

from functools import cache

import numpy as np

MAZUR = {  # as printed in his worked example, with more digits from the inventory's row M032
    "y1": 0.01, "y2": 0.99, "dJ_dw5": 0.08216704056423077, "dJ_dw1": 0.0004385677344743465,
    "J_before": 0.2983711087600027, "J_after_1": 0.29102777369359933, "J_end": 3.510187782978859e-05,
    "y_hat1_end": 0.01591362, "y_hat2_end": 0.98406427,
}  # fmt: skip
DECK = {  # Mirabello's slides
    "x1": 0.50, "x2": 0.51, "w1": 0.35, "w2": 0.40, "y": 0.10,
    "printed_z": 0.38, "printed_y_hat": 0.59, "printed_J": 0.12, "printed_dJ_dy_hat": 0.49,
    "printed_dy_hat_dz": 0.24, "printed_dJ_dw1": 0.06, "printed_w1_new": 0.29, "printed_w2_new": 0.34,
    "printed_z_new": 0.32, "printed_y_hat_new": 0.58, "printed_J_new": 0.12,
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
    first, J = torch_neuron()
    # the weights move along x alone: w = (.35, .40) + s x, until x w is the logit of the target
    s = (np.log(0.1 / 0.9) - (0.50 * 0.35 + 0.51 * 0.40)) / (0.50**2 + 0.51**2)
    return DECK | first | {
        "fall": 1 - J[1] / J[0], "J_10": J[10], "J_100": J[100], "J_1000": J[1000], "J_10000": 0,
        "fall_1000": 1 - J[1001] / J[1000], "last_change": J.index(J[-1]),
        "y_hat_end": 0.1, "w1_end": 0.35 + s * 0.50, "w2_end": 0.40 + s * 0.51,
        "J_of_printed_weights": torch_neuron((0.29, 0.34), 1)[1][0],
        "J_of_printed_prediction": (0.58 - 0.10) ** 2 / 2,
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
    return {
        "rounded": 0.49 * 0.24 * 0.50, "rounded_with_x2": 0.49 * 0.24 * 0.51,
        "decimals": 3,  # .06 and .06, .060 and .061
        "x1_from": 0.055 / slope, "x1_to": 0.065 / slope,
        "wrong_in_the_middle": slopes * h * 0.50 / right,
        "wrong_at_the_end": 0.35 / 0.50,
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
    return MAZUR | {
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
