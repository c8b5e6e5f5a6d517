"""Checks: four schedules of chapter 12, and what slips make of them."""

import numpy as np

from dlcourse.checks.right import Right
from dlcourse.optimizers import CosineDecay, InverseDecay, LinearDecay, StepDecay


def four_rates(t, lr, lr_end, tau, every, factor, warmup) -> Right:
    """The judgement of `schedules`, with the slips of each."""
    linear, step, inverse = LinearDecay(lr, lr_end, tau), StepDecay(lr, every, factor), InverseDecay(lr, tau)
    half = CosineDecay(lr, tau - warmup, lr_end)
    rates = {name: np.array([f(i) for i in t]) for name, f in (("linear", linear), ("step", step))}
    rates["inverse"] = np.array([inverse(i) for i in t])
    rising = lr * (t + 1) / warmup
    rates["cosine"] = np.where(t < warmup, rising, [half(max(i - warmup, 0)) for i in t])
    right = Right(**rates).apart_from("t")
    for name, slips in (
        ("linear", linear_slips(t, lr, lr_end, tau)),
        ("step", step_slips(t, lr, lr_end, every, factor)),
        ("inverse", inverse_slips(t, lr, lr_end, tau)),
    ):
        for told, value in slips:
            right.slip(name, value, told)
    for told, after, before in cosine_slips(t, lr, lr_end, tau, warmup):
        after, before = (rates["cosine"] if part is None else part for part in (after, before))
        for value in (after, np.where(t >= tau, lr_end, after)):  # or it stays where it is to
            right.slip("cosine", np.where(t < warmup, before, value), told)
    return right


def linear_slips(t, lr, lr_end, tau) -> list:
    """(sentence, rates) of slips in a straight line."""
    early = "linear is off by one step: it is lr for t = 0 and lr_end for t = tau."
    parts = [(early, (t + 1) / tau), (early, t / (tau - 1)), (early, t / (tau + 1))]
    lines = [(told, lr + np.minimum(part, 1) * (lr_end - lr)) for told, part in parts]
    part = np.minimum(t / tau, 1)
    return [
        *lines,
        ("linear goes on after tau: it stays at lr_end.", lr + t / tau * (lr_end - lr)),
        ("linear starts again after tau: it stays at lr_end.", lr + t % tau / tau * (lr_end - lr)),
        ("linear rises: lr and lr_end have changed places.", lr_end + part * (lr - lr_end)),
        ("linear aims at 0, not at lr_end.", (1 - part) * lr),
        ("linear aims at 0, not at lr_end.", np.maximum((1 - t / tau) * lr, lr_end)),
        ("linear loses lr - lr_end on the way, not lr_end.", lr - part * lr_end),
        ("linear loses lr - lr_end on the way, not lr.", (1 - part) * lr + lr_end),
        ("linear is no straight line: that has no powers.", lr * (lr_end / lr) ** part),
        (
            "linear is lr again after tau: it stays at lr_end.",
            np.where(t >= tau, lr, lr + part * (lr_end - lr)),
        ),
        ("linear is 0 after tau: it stays at lr_end.", np.where(t > tau, 0.0, lr + part * (lr_end - lr))),
    ]


def step_slips(t, lr, lr_end, every, factor) -> list:
    """(sentence, rates) of slips in stairs."""
    early = "step is off by one: the first cut is for t = every."
    exponent = "step: the exponent is how often `every` steps are over."
    n = t // every
    return [
        ("step falls in each step: floor division makes the stairs.", lr * factor ** (t / every)),
        (early, lr * factor ** ((t + 1) // every)),
        (early, lr * factor ** (np.maximum(t - 1, 0) // every)),
        (early, lr * factor ** np.ceil(t / every)),
        (early, lr * factor ** (t // (every + 1))),
        (early, lr * factor ** (n + 1)),
        ("step stays cut: it is not so for one t alone.", np.where(t % every, lr, lr * factor)),
        ("step is cut only once.", lr * np.where(t < every, 1, factor)),
        (exponent, lr * factor ** (t % every)),
        (exponent, lr * factor**t),
        ("step: each cut multiplies by factor.", lr * factor * n),
        ("step: each cut multiplies by factor.", lr - factor * n),
        ("step: each cut multiplies by factor.", lr * (1 - factor) ** n),
        ("step knows no lr_end.", np.maximum(lr * factor**n, lr_end)),
        ("step rises: it is multiplied by factor, not divided.", lr / factor**n),
        ("step is halved: it is multiplied by factor.", lr * 0.5**n),
    ]


def inverse_slips(t, lr, lr_end, tau) -> list:
    """(sentence, rates) of slips in lr / (1 + t / tau)."""
    early = "inverse is off by one: it is lr for t = 0."
    return [
        ("inverse: t is divided by tau.", lr / (1 + t)),
        ("inverse: t is divided by tau.", lr / (1 + t * tau)),
        (early, lr / (1 + (t + 1) / tau)),
        (early, lr / (1 + np.maximum(t - 1, 0) / tau)),
        ("inverse goes on after tau.", lr / (1 + np.minimum(t / tau, 1))),
        ("inverse knows no lr_end.", np.maximum(lr / (1 + t / tau), lr_end)),
        ("inverse knows no lr_end.", lr_end + (lr - lr_end) / (1 + t / tau)),
        ("inverse has no root.", lr / np.sqrt(1 + t / tau)),
        ("inverse is no stairs: it is divided by every t.", lr / (1 + t // tau)),
        ("inverse has no square.", lr / (1 + (t / tau) ** 2)),
        ("inverse has no exp.", lr * np.exp(-t / tau)),
        ("inverse lacks the 1, or brackets.", lr / 1 + t / tau),
        ("inverse lacks the 1, or brackets.", lr / (1 + t) / tau),
    ]


def cosine_slips(t, lr, lr_end, tau, warmup) -> list:
    """(sentence, rates after the warm-up, rates in it) of slips; None for what is right."""
    part = np.clip((t - warmup) / (tau - warmup), 0, 1)
    wave, fall, rise = (1 + np.cos(np.pi * part)) / 2, lr - lr_end, lr * (t + 1) / warmup
    first = "The warm-up is off by one: lr / warmup for t = 0, lr for t = warmup - 1."
    half, ends = "cosine: half a turn goes from 0 to pi, of (1 + cos) / 2.", "cosine goes from lr to lr_end."

    def turned(part):
        return lr_end + fall * (1 + np.cos(np.pi * part)) / 2

    share = "cosine: half a turn takes the steps from warmup to tau, not all."
    missing = "The warm-up is missing."
    return [
        (half, turned(2 * part), None),
        (half, lr_end + fall * np.cos(np.pi * part / 2), None),
        (half, lr_end + fall * (1 + np.cos(np.pi * part)), None),
        (half, lr_end + fall * np.cos(np.pi * part), None),
        (half, lr_end + fall * (1 + np.cos(part)) / 2, None),
        (half, turned(part / 2), None),
        ("cosine is a sine.", lr_end + fall * (1 + np.sin(np.pi * part)) / 2, None),
        ("cosine rises: it is 1 + cos, not 1 - cos.", lr_end + fall * (1 - wave), None),
        (ends, lr_end + lr * wave, None),
        (ends, lr * wave, None),
        (ends, fall * wave, None),
        (share, turned(np.minimum(t / tau, 1)), None),
        ("cosine is at its bottom for t = tau.", turned(np.clip((t - warmup) / tau, 0, 1)), None),
        ("cosine rises again after tau: it stays at lr_end.", turned((t - warmup) / (tau - warmup)), None),
        ("cosine falls straight: that is linear.", lr + part * (lr_end - lr), None),
        *late_slips(t, lr, tau, warmup, turned),
        (first, None, lr * t / warmup),
        (first, None, lr * (t + 1) / (warmup + 1)),
        (first, np.where(t == warmup, lr * (t + 1) / warmup, turned(part)), None),
        ("The warm-up comes from 0, not from lr_end.", None, lr_end + fall * (t + 1) / warmup),
        ("The warm-up comes from 0, not from lr_end.", None, lr_end + fall * t / warmup),
        ("The warm-up rises to lr, not to 1.", None, rise / lr),
        (missing, None, lr + 0 * t),
        (missing, None, turned((t - warmup) / (tau - warmup))),
        (missing, turned(np.minimum(t / tau, 1)), turned(np.minimum(t / tau, 1))),
    ]


def late_slips(t, lr, tau, warmup, turned) -> list:
    """The same of slips in where the cosine begins and ends.   turned: a share of half a turn -> rates"""
    part = np.clip((t - warmup) / (tau - warmup), 0, 1)
    ended = "cosine is off by one: it is lr for t = warmup, lr_end for t = tau."
    return [
        (ended, turned(np.clip((t - warmup) / (tau - warmup - 1), 0, 1)), None),
        (ended, turned(np.clip((t - warmup + 1) / (tau - warmup), 0, 1)), None),
        (ended, turned(np.clip((t - warmup) / (tau - warmup + 1), 0, 1)), None),
        ("cosine is 0 after tau: it stays at lr_end.", np.where(t >= tau, 0, turned(part)), None),
        ("cosine is lr again after tau: it stays at lr_end.", np.where(t >= tau, lr, turned(part)), None),
    ]
