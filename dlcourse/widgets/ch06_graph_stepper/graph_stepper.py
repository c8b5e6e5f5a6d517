"""Chapter 6: the graph stepper: choose a node, guess what it will hold; values forward, derivatives back.

Its graphs and tables are in `tables.py`; here are its state, its picture and its table.
"""

from dlcourse.widgets.ch06_graph_stepper import tables
from dlcourse.widgets.ch06_graph_stepper.tables import GRAPHS, HOME
from dlcourse.widgets.frame import Control, fields, live, markup
from dlcourse.widgets.frame.wiring import rules, wiring_picture

NODES = max(map(len, GRAPHS.values()))
MOST = max(sum(2 if V["rule"] else 1 for V in graph) for graph in GRAPHS.values())  # places to fill
NAMES = {
    "sum": "e = (a + b)(b + 1)",
    "five": "five nodes",
    "decay": "loss and decay",
    "cube": "z = x · x · x",
}
GIVEN = {"a": 2, "b": 1, "x": 2, "w": 3, "y": 5}  # field: its start
PLACES = {  # of the handles of what is given, in each graph
    "sum": {"a": (22, 150), "b": (22, 52)},
    "five": {"x": (10, 101)},
    "decay": {"w": (4, 101), "y": (296, 176)},
    "cube": {"x": (30, 70)},
}
ANEW = {"anew": ("graph",)}
FIELDS = (
    fields.choice("graph", "sum", NAMES, spoken="graph"),
    *(
        fields.number(name, x, -9, 9, step=0.01 if name in "wy" else 0.1, spoken=f"value of {name}, given")
        for name, x in GIVEN.items()
    ),
    *fields.run(MOST, ("graph",), "places filled"),
    fields.wholes(
        "picks",
        (),
        0,
        NODES - 1,
        lengths=range(MOST + 1),
        spoken="nodes as you filled them",
        **ANEW,
    ),
    fields.whole("pick", -1, -1, NODES - 1, spoken="next node to fill", anew=("graph", "step")),
    fields.number(
        "guess",
        None,
        -999,
        999,
        spoken="your guess what it will hold",
        anew=("graph", "step", "pick", *GIVEN),
    ),
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
    {"text": "y = {y}", "at": (268, 176), "kind": "mid", "if": "@target"},
]
SPOKEN = "The graph: nodes with their values above and their derivatives below, on each edge its factor"
TOLD = "Press a node to choose it; drag a blue ring up or down."
HEAD = ("node", "is", "value", "derivative, as a sum")
PICTURES = (wiring_picture(SPOKEN, MARKS, TOLD),)


class GraphStepper(Control):
    """Fill a graph, one node after the other: values forward, then the table of derivatives in reverse.

    picks: the nodes in the order of filling, counted from 0; pick: the one that is chosen next, or -1.
    """

    maker, title = "graph_stepper", "Fill the table"
    fields, pictures, tasks, formulas = FIELDS, PICTURES, TASKS, rules
    program = (tables.setting, tables.first, tables.following, tables.is_over, tables.values)
    read, spoken = ("u", "table"), ("compared", "verdict")
    constants = {"places": PLACES, "home": HOME, "given": [*GIVEN]}

    def head(self) -> str:
        return markup.bar("Graph", self.select("graph"))

    def body(self) -> str:
        rows = [(markup.part_of(k, self.values["things"]), self.row(k)) for k in range(NODES)]
        inputs = [
            self.only_if("graph", [key for key in GRAPHS if name in PLACES[key]], self.number(name, name))
            for name in GIVEN
        ]
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")} {self.told("verdict")}</b></p>
{self.picture("graph")}</div>
<div>{markup.bar("Your guess, and what is given", self.number("guess", "guess"), *inputs)}
{self.stepper("Places", "Play", "Fill", ends=("Empty", "All"))}
{markup.table("dlc-typed dlc-graph-table", HEAD, rows)}</div></div>"""

    def row(self, k: int) -> list[str]:
        """A node: its name as a button, its formula, its value, its entry as a sum of contributions."""
        button = markup.setter(self.told(f"name.{k}"), {"pick": k}, self.state)
        return [button, *(self.told(f"{part}.{k}", tag="td") for part in ("rule", "value", "entry"))]


graph_stepper = live(GraphStepper)
