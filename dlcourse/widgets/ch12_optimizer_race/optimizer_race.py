"""Chapter 12: a surface, a start to drag, a rate for each of eight methods, one guess: who will be first?

The rules are in `methods.py`, the race in `race.py`; here are its state, its pictures and its table.
"""

from dlcourse.widgets.ch12_optimizer_race import race
from dlcourse.widgets.ch12_optimizer_race.methods import NAMES
from dlcourse.widgets.ch12_optimizer_race.places import PLACES
from dlcourse.widgets.ch12_optimizer_race.race import ARRIVED, LAST, MOST, STARTS, TRIED, WHO
from dlcourse.widgets.frame import Axis, Control, Picture, decades, descents, fields, live, markup

CONSTANTS = ("momentum", "rho", "rho_d", "beta1", "beta2", "eps", "eps_d")
SET_UP = ("surface", "x", "y", "rates", "own", *CONSTANTS)
RATES = {"chapter": "the chapter's", "same": "0.1 for all", "tuned": "tuned fairly"}
RATES |= {"default": "the library's", "own": "your own"}
FIELDS = (
    fields.choice("surface", "bowl", {name: p.shown for name, p in PLACES.items()}, spoken="surface"),
    fields.number("x", None, -11, 11, step=0.05, spoken="start, x", anew=("surface",)),
    fields.number("y", None, -6.2, 6.2, step=0.05, spoken="start, y", anew=("surface",)),
    fields.choice("rates", "chapter", RATES, spoken="learning rates"),
    fields.own_numbers("rates", 0, 100, "your own learning rates", lengths=(len(NAMES),)),
    fields.number("momentum", 0.9, 0, 0.999, spoken="momentum of methods 2 and 3"),
    fields.number("rho", 0.9, 0, 0.999, spoken="rho of RMSprop"),
    fields.number("rho_d", 0.95, 0, 0.999, spoken="rho of Adadelta"),
    fields.number("beta1", 0.9, 0, 0.999, spoken="beta 1 of Adam and Adamax"),
    fields.number("beta2", 0.999, 0, 0.9999, step=0.001, spoken="beta 2 of Adam and Adamax"),
    fields.whole("eps", -8, -12, 0, spoken="epsilon of 4, 5, 7 and 8, as a power of ten"),
    fields.whole("eps_d", -6, -12, 0, spoken="epsilon of Adadelta, as a power of ten"),
    *fields.run(MOST, SET_UP, "steps made"),
    fields.choice("guess", "", {"": "none yet"} | WHO, spoken="who will be first, your guess", anew=SET_UP),
)
TASKS = [
    ({"rates": "same"}, "One rate for all.", "Guess who will be first, and race. Then choose “tuned fairly”, "
     "and do it again: who was only badly tuned?"),
    ({"surface": "tilted", "rates": "tuned"}, "The bowl, turned.", "Nothing but the axes has changed. Guess, "
     "race, and race from 100 starts; then the same on the bowl that is not turned."),
    ({"surface": "rosenbrock", "rates": "tuned"}, "One start is no ranking.", "Guess and race in the bent "
     "valley, then from 100 starts: has it a favourite? With the chapter's rates, who is thrown out?"),
]  # fmt: skip
TOP = 1e3  # of the picture of costs
COSTS = [{"path": [[MOST - LAST, ARRIVED], [MOST - LAST, TOP]], "kind": "zero-line"}]
COSTS += [{"path": f"@losses.{k}", "kind": descents.look(k)} for k in range(len(NAMES))]
COSTS += [{"path": "@gap", "kind": "gap"}]
COST = Axis(ARRIVED, TOP, "part of the first cost", log=True, marks=decades(ARRIVED, 1))
PLANE = Axis("@x_low", "@x_high", "x"), Axis("@y_low", "@y_high", "y")
SPOKEN = "Level lines of a surface, and the paths of eight methods from one start"
AGAINST = "The cost of each method against the steps, logarithmic; the last steps, which count, are marked"
TOLD = f"Drag the square. Below, behind the broken line: the last {LAST} steps, whose mean cost counts."
WINS = "How often each method is first, alone or with others"
BARS = tuple((k + 0.5, str(k + 1)) for k in range(TRIED))
PICTURES = (
    descents.surface_picture("plane", SPOKEN, *PLANE, len(NAMES), at="start", size=(300, 168), caption=TOLD),
    Picture("costs", AGAINST, Axis(0, MOST, "step"), COST, COSTS, (300, 100)),
    Picture(
        "many",
        WINS,
        Axis(0, TRIED, "first", marks=BARS),
        Axis(0, 1.15 * STARTS, "starts"),
        [{"histogram": "@wins", "most": STARTS}],
        (300, 60),
    ),
)


def name_of(k: int) -> str:
    """The method of a row, with its line."""
    return f'<span class="dlc-line">{markup.sign(descents.look(k), f"{k + 1} {NAMES[k]}")}</span>'


class OptimizerRace(Control):
    """Eight methods from one start on a surface: whose mean cost over the last steps is the least?

    x, y: the start, None for that of the surface. own: lr of each method, in order; so is `lr`, which is also
    read. first: the numbers of those that are first, in the end. eps and eps_d: powers of ten.
    """

    maker, title = "optimizer_race", "Who will be first?"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    formulas = staticmethod(lambda: descents.surfaces({name: p.f for name, p in PLACES.items()}))
    program = (race.setting, descents.first, descents.following, descents.is_over, race.values)
    program += (race.final, race.bar_of)
    read, spoken = ("lr", "ends", "first"), ("compared", "many")
    constants = {"many": {"seeds": STARTS, "set_up": SET_UP}, "seen": {"counts": [0] * (TRIED + 1)}}

    def head(self) -> str:
        return markup.bar("Surface", self.select("surface", "surface"))

    def rate(self, k: int) -> str:
        """The rate of a method, to type; on paper as a text."""
        box = self.typed(f"lr.{k}", 0, 100, f"rate of {WHO[str(k + 1)]}", step=0.1)
        return f"<td>{box}{self.told(f'rate.{k}', kind='dlc-instead')}</td>"

    def body(self) -> str:
        start = [markup.number_input(self.field(name), self.shown(name), name) for name in ("x", "y")]
        asked = self.select("guess", "guess"), self.select("rates", "rates"), *start
        columns = {"method": name_of, "rate": self.rate, "cost": "cost", "place": "place"}
        chosen = [self.number(name, label) for name, label in zip(CONSTANTS, LABELS, strict=True)]
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("plane")}{self.picture("costs")}</div>
<div>{markup.bar("Guess, rates and start", *asked)}
{self.stepper("Steps", "Race", "Step")}
<p class="dlc-note">{self.told("rates_told")}</p>
{self.rows("dlc-typed", columns, range(len(NAMES)))}</div></div>
<div class="dlc-pair dlc-live"><div>{markup.button("many", f"Race from {STARTS} starts", kind="dlc-main")}
<p>One start is one sample. {self.told("many", tag="b")}</p></div>
{self.picture("many")}</div>
<details><summary>Constants of the methods</summary>
{markup.bar("Constants of the methods", *chosen)}</details>"""


LABELS = ("momentum", "ρ", "ρ of Adadelta", "β₁", "β₂", "ε, power of ten", "that of Adadelta")
optimizer_race = live(OptimizerRace)
