"""Chapter 2: XOR. The rows of the decks' inventory that each exercise trains."""

ROWS = {
    "linear_and_logistic_fit": ("S020", "S021", "S022", "S023"),
    "forward": ("S024", "S028", "S029", "S030", "S031", "M010"),
    "another_solution": ("S032",),
    "collapse": ("S025",),
    "success_rate": ("S033", "S074"),
}
