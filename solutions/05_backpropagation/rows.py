"""Chapter 5: backpropagation. The rows of the decks' inventory that each exercise trains."""

ROWS = {
    "neuron_grads": ("M016", "M017", "M018", "M019", "M020", "M021", "M022", "M023", "M024", "L019", "L020"),
    "update": ("M025", "M026"),
    "layer_before": ("M027", "M029", "S123"),
    "chain_rule": ("S132", "L015", "K028", "F021"),
    "train_step": ("M032", "L018", "L021", "L022", "K029"),
    "count_paths": ("L016", "L027", "L028", "K031", "F023"),
}
