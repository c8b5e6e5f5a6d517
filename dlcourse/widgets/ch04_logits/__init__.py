"""Chapter 4: which loss still pulls? The logits of three classes, a live control."""
