"""Rows of decks Leibe, Mirabello, Sohn and Fix that state nothing to compute, and why."""

PROSE_LMKF = {
    "L001": "an overview of the course: topics listed as context, out of scope by the row itself",
    "L042": "a link: the reference to chapter 6 of the textbook",
    "M001": "links: an introductory course, a playground and a library's pages",
    "M002": "a picture of a biological neuron",
    "M003": "history: the Mark I machine of 1958",
    "M004": "history: what the press expected of the perceptron",
    "M034": "about the file: frames without printed numbers, so slides are cited by heading",
    "K001": "history: a timeline from 1958 to 2006",
    "K044": "a heading that sorts regularizers; each of them is tested under K043 and F035 to F041",
    "F001": "a link: a survey of the history",
    "F019": "history: who is named for backpropagation; the loop itself is tested under M013 and F020",
    "F075": "history: forms of pretraining from 1991 to 2006",
    "F087": "history: the Neocognitron of 1980 and LeNet-5 of 1998",
    "F091": "a result of 2012, cited and not reproduced",
}
