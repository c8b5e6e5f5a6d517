"""Chapter 4: which loss still pulls? The logits of three classes, a live control."""

from dlcourse.widgets.ch04_logits.logit_slider import LogitSlider, logit_slider

__all__ = ["LogitSlider", "logit_slider"]
