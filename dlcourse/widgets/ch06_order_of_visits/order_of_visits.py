"""Chapter 6: the order of visits: nodes to put in order, a sweep in this order, and all orders counted.

Its sweeps are in `visits.py`; here are its state, its pictures and its table.
"""

from dlcourse.widgets.ch06_order_of_visits import visits
from dlcourse.widgets.ch06_order_of_visits.visits import ALL, VISITED, WORDS
from dlcourse.widgets.frame import Axis, Control, Picture, fields, live, markup
from dlcourse.widgets.frame.wiring import rules, wiring_picture

NODES, MOST = len(VISITED) + 1, 8  # most: visits without marks
NAMES = {"reuse": "short and long", "five": "five nodes", "decay": "loss and decay"}
ORDERS = {
    "created": "as created, reversed",
    "depth": "depth first",
    "breadth": "breadth first",
    "unmarked": "recursion, no marks",
    "own": "your own",
}
ASKED = ("graph", "order", "own")
FIELDS = (
    fields.choice("graph", "reuse", NAMES, spoken="graph"),
    fields.choice("order", "depth", ORDERS, spoken="order of the visits"),
    fields.own_numbers("order", 1, 5, "your order of the nodes", lengths=(5,), kind="wholes"),
    *fields.run(MOST, ASKED, "visits made"),
    fields.choice("guess", "", {"": "none yet"} | WORDS, spoken="your guess", anew=ASKED),
    fields.whole("share", None, 0, ALL, spoken="your guess of how many orders are right", anew=("graph",)),
)
TASKS = [
    ({"order": "breadth"}, "Breadth first.", "Say what comes out, and play. What comes too late, and for "
     "whom? Now take the five nodes: why is the same order right there?"),
    ({"order": "unmarked"}, "A recursion that forgets.", "How often does it come to u₁, and what does u₁ "
     "pass on each time? In which graph does that do no harm?"),
    ({"order": "own", "own": [5, 2, 4, 3, 1]}, "By hand.", "Put the nodes into an order that is right. How "
     "many of all 120 orders are? Guess, then try them all."),
]  # fmt: skip
LAST = {"dot": "@last_at", "kind": "last", "r": 20}
LINE = [
    {"dot": "@last_slot", "kind": "last", "r": 20},
    *({"dot": f"@slot.{k}", "kind": "node", "r": 16} for k in range(MOST)),
    {"texts": "@visit", "places": "@slot", "kind": "unit"},
    {"texts": "@number", "places": "@below_slot", "kind": "mid"},
]
BARS = ((0.5, "0"), (1.5, "below half"), (2.5, "half or more"), (3.5, "all of it"))
MANY = [{"histogram": "@counts", "most": ALL}]
SHARE = Axis(0, 4, "of the right derivative is found", marks=BARS)
COUNT = Axis(0, 1.3 * ALL, "orders", marks=())
SPOKEN = "The graph: below each node the sum that has arrived, on each edge its factor"
IN_ORDER = "The nodes in the order of their visits"
HOW_MANY = "How many orders find which part of the right derivative"
TOLD = "Drag a node to another place. Thick: too late."
PICTURES = (
    wiring_picture(SPOKEN, [LAST]),
    Picture("order", IN_ORDER, Axis(0.4, "@slots"), Axis(0, 58), LINE, (348, 58), True, TOLD),
    Picture("many", HOW_MANY, SHARE, COUNT, MANY, (300, 60)),
)
COLUMNS = {"node": "name", "is": "rule", "in this order": "now", "right": "right", "check": "mark"}


class OrderOfVisits(Control):
    """A sweep over a graph in an order of visits, right or wrong; and how many of all orders are right.

    own: the nodes in your order, counted from 1 as they were made. share: a guess, of 120 orders.
    """

    maker, title = "order_of_visits", "Find an order"
    fields, pictures, tasks, formulas = FIELDS, PICTURES, TASKS, rules
    program = (visits.setting, visits.first, visits.following, visits.is_over, visits.values)
    program += (visits.final, visits.bar_of)
    read, spoken = ("visits", "table", "right"), ("compared", "verdict", "tried")
    constants = {"many": {"seeds": ALL, "set_up": ["graph"], "in_frame": 2}, "seen": {"counts": [0] * 4}}

    def head(self) -> str:
        return markup.bar("Graph and order", self.select("graph"), self.select("order"))

    def body(self) -> str:
        says = (markup.setter(text, {"guess": key}, self.state) for key, text in WORDS.items())
        many = markup.button("many", f"Try all {ALL}")
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")} {self.told("verdict")}</b></p>
{self.picture("graph")}{self.picture("order")}</div>
<div>{markup.bar("Your guess", self.told("asked"), *says)}
{self.stepper("Visits", "Play", "Visit", ends=("Start", "End"))}
{self.rows("dlc-steps", COLUMNS, range(NODES))}
<p class="dlc-live">{self.told("share")} {self.told("tried")}</p>
{markup.bar("All orders", self.number("share", "guess"), many)}
{self.picture("many")}</div></div>"""


order_of_visits = live(OrderOfVisits)
