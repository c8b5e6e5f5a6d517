"""Rows of deck Srihari that state nothing to compute, and why."""

PROSE_S = {
    "S010": "a word explained: hidden layers have no targets of their own",
    "S012": "a point of view: networks as approximation machines that ought to generalize",
    "S018": "words: learned features cost convexity; what that does is measured under S033",
    "S019": "a plan: the list of design decisions, which is the map of the book",
    "S035": "a summary: optimizer, cost and model, each tested under rows of its own",
    "S041": "words ahead of a result: cost functionals, computed under S042 and S043",
    "S087": "a list of uses: where sigmoid units still serve",
    "S091": "a chart of 27 architectures in a picture, without names in the text",
    "S092": "pictures of three applications, without text",
    "S094": "history: a mention of deep reinforcement learning",
    "S099": "a reminder: convex and other costs, computed under S016, S036 and M013",
    "S107": "a summary of the approximation theorems, computed under S098 to S106",
    "S113": "an open question: whether functions of interest share the growth of regions",
    "S114": "an argument without numbers: depth as a belief about compositions",
    "S116": "a pointer to the chapters on convolution and recurrence",
    "S163": "a summary: local rules make backpropagation one way of automatic differentiation",
    "S164": "a link: an essay on computational graphs, whose example is L026",
}
