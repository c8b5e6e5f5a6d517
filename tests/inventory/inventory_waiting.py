"""Rows that have no test yet, each with the chapter that it waits for and what is missing."""

WAITING = {
    "S167": "Appendix A: the count of a feature's parameters, D + 1 with the bias",
    "S168": "Ch02, Ch03: the two styles of drawing one network",
    "S171": "Appendix A: the normalizer printed without its prime",
    "S172": "Appendix A: log P-hat where the unnormalized P-tilde is meant",
    "S174": "Ch03: the step's derivative, as a figure",
    "S175": "Ch15: the three formulas in the drawing of the LSTM",
    "S176": "Ch03: the three-layer network in one formula",
    "S177": "Ch00, Ch03: which derivative is reported at a kink",
    "S178": "Ch06: two statements about memory, counted",
    "S180": "Appendix A: what algorithm 5 requires",
    "L044": "Appendix A: indices in the backpropagation of deck Leibe",
    "M035": "Appendix A: a derivative printed without its second d",
    "K050": "Appendix A: momentum's two lines in the wrong order",
    "F093": "Ch10: sums of convex functions",
    "F094": "Ch17: ellipses that touch a circle and a diamond",
    "F095": "Appendix A: five statements with counter-examples",
    "F101": "Ch17, Ch19: edges and corners as features",
    "F102": "Appendices: the bibliography and the timeline",
}
