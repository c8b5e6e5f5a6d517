"""Rows that have no test yet, each with the chapter that it waits for and what is missing."""

WAITING = {
    "S168": "Ch02, Ch03: the two styles of drawing one network",
    "S175": "Ch15: the three formulas in the drawing of the LSTM",
    "S180": "Appendix A: what algorithm 5 requires",
    "L044": "Appendix A: indices in the backpropagation of deck Leibe",
    "M035": "Appendix A: a derivative printed without its second d",
    "F094": "Ch17: ellipses that touch a circle and a diamond",
    "F101": "Ch17, Ch19: edges and corners as features",
    "F102": "Appendices: the bibliography and the timeline",
}
