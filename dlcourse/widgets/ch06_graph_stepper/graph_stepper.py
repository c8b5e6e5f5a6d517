"""Chapter 6: the graph stepper: choose a node, guess what it will hold; values forward, derivatives back.

Its graphs and tables are in `tables.py`; here are its state, its picture and its table.
"""

from dlcourse.widgets.ch06_graph_stepper import tables
from dlcourse.widgets.ch06_graph_stepper.tables import GRAPHS, HOME
from dlcourse.widgets.frame import Control, fields, live, markup
from dlcourse.widgets.frame.wiring import rules, wiring_picture

NODES = max(map(len, GRAPHS.values()))
MOST = max(sum(2 if V["rule"] else 1 for V in graph) for graph in GRAPHS.values())  # places to fill
NAMES = dict(
    zip(GRAPHS, ("e = (a + b)(b + 1)", "five nodes", "loss and decay", "z = x · x · x"), strict=True)
)
GIVEN = {"a": 2, "b": 1, "x": 2, "w": 3, "y": 5}  # field: its start
USED = {  # in these graphs
    name: [key for key, graph in GRAPHS.items() if any(name in (V["formula"], V["k"]) for V in graph)]
    for name in GIVEN
}
STEPS = {name: 0.01 if name in "wy" else 0.1 for name in GIVEN}
PICKS = {"lengths": range(MOST + 1), "spoken": "nodes as you filled them", "anew": ("graph",)}
GUESS = {"spoken": "your guess what it will hold", "anew": ("graph", "step", "pick", *GIVEN)}
FIELDS = (
    fields.choice("graph", "sum", NAMES, spoken="graph"),
    *(
        fields.number(key, x, -9, 9, step=STEPS[key], spoken=f"value of {key}, given")
        for key, x in GIVEN.items()
    ),
    *fields.run(MOST, ("graph",), "places filled"),
    fields.wholes("picks", (), 0, NODES - 1, **PICKS),
    fields.whole("pick", -1, -1, NODES - 1, spoken="next node to fill", anew=("graph", "step")),
    fields.number("guess", None, -999, 999, **GUESS),
)
TASKS = [
    ({"graph": "cube", "step": 4, "pick": 0}, "Used three times.", "Say what the entry of x will hold, then "
     "fill. Three contributions, one for each use: do they differ?"),
    ({"graph": "sum", "step": 4, "pick": 1}, "Too early.", "Why must b wait? Fill what it waits for, in an "
     "order of your own: does the entry of b depend on it?"),
    ({"graph": "decay", "step": MOST}, "Two pulls.", "The loss and the decay both send to w. Drag "
     "w until its entry is next to 0: what do the two send there?"),
]  # fmt: skip
MARKS = [
    {"dot": "@last_at", "kind": "last", "r": 20},
    {"dot": "@ring", "kind": "pick", "r": "@ring_r"},
    {"text": "next", "at": (HOME[0] - 30, HOME[1]), "kind": "mid", "if": "@resting"},
    {"text": "y = {y}", "at": (268, 176), "kind": "mid", "if": "@y_at"},
]
SPOKEN = "The graph: nodes with their values above and their derivatives below, on each edge its factor"
TOLD = "Press a node to choose it; drag a blue ring up or down."
COLUMNS = {"is": "rule", "value": "value", "derivative, as a sum": "entry"}
HELD = [{"field": name, "at": f"{name}_at", "pull": [0, 2]} for name in GIVEN]
PICTURES = (wiring_picture(SPOKEN, MARKS, TOLD, HELD),)


class GraphStepper(Control):
    """Fill a graph, one node after the other: values forward, then the table of derivatives in reverse.

    picks: the nodes in the order of filling, counted from 0; pick: the one that is chosen next, or -1.
    """

    maker, title = "graph_stepper", "Fill the table"
    fields, pictures, tasks, formulas = FIELDS, PICTURES, TASKS, rules
    program = (tables.setting, tables.first, tables.following, tables.is_over, tables.values)
    read, spoken = ("u", "table"), ("compared", "verdict")

    def head(self) -> str:
        return markup.bar("Graph", self.select("graph"))

    def body(self) -> str:
        columns = {"node": self.chooser} | COLUMNS
        inputs = [self.only_if("graph", keys, self.number(name, name)) for name, keys in USED.items()]
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")} {self.told("verdict")}</b></p>
{self.picture("graph")}</div>
<div>{markup.bar("Your guess, and what is given", self.number("guess", "guess"), *inputs)}
{self.stepper("Places", "Play", "Fill", ends=("Empty", "All"))}
{self.rows("dlc-typed dlc-graph-table", columns, range(NODES), some=True)}</div></div>"""

    def chooser(self, k: int) -> str:
        """The name of a node as a button."""
        return markup.setter(self.told(f"name.{k}"), {"pick": k}, self.state)


graph_stepper = live(GraphStepper)
