"""Chapter 11: a start, a rate, a momentum and a condition number to drag; three methods; who will be lowest?

Its race is in `race.py`; here are its state, its pictures and its table.
"""

from dlcourse.widgets.ch11_bowl_racer import race
from dlcourse.widgets.ch11_bowl_racer.race import MOST, NAMES, TOP, WHO
from dlcourse.widgets.frame import Axis, Control, Picture, descents, fields, live, markup

ASKED = ("kappa", "x", "y", "lr", "momentum", "tuned")
TUNED = {"none": "one rate for all", "rate": "best rate of each", "both": "best of both"}
FIELDS = (
    fields.number("kappa", 20.0, 1, 100, step=1, spoken="condition number"),
    fields.number("x", -7.0, -7.5, 7.5, step=0.25, spoken="start, x"),
    fields.number("y", 2.0, -2.5, 2.5, step=0.25, spoken="start, y"),
    fields.number("lr", 0.95, 0.01, 2, spoken="rate of all three"),
    fields.number("momentum", 0.4, 0, 0.99, spoken="momentum of 2 and 3"),
    fields.choice("tuned", "none", TUNED, spoken="rates"),
    *fields.run(MOST, ASKED, "steps made"),
    fields.choice("guess", "", {"": "none yet"} | WHO, spoken="who is lowest, your guess", anew=ASKED),
    fields.flag("curves", False, spoken="factors at all rates"),
)
SLIDE = {"kappa": 20.0, "x": -7.0, "y": 2.0, "tuned": "none"}
NAMED = {
    "a zigzag": SLIDE | {"lr": 0.95, "momentum": 0.4},
    "momentum 0.9": SLIDE | {"lr": 0.1, "momentum": 0.9},
    "a round bowl": SLIDE | {"kappa": 1.0, "lr": 0.5, "momentum": 0.4},
    "each at its best": SLIDE | {"lr": 0.95, "momentum": 0.4, "tuned": "both"},
}
TASKS = [
    ({"momentum": 0.0, "lr": 0.5}, "The best rate.", "Without momentum all three are one. Find the rate "
     "with the least factor per step, then tick “factors at all rates”. What do both axes do there?"),
    ({"lr": 0.1, "momentum": 0.9}, "Much momentum.", "Who will be lowest? Guess, and play. Then the same "
     "with rate 0.95: who is thrown out?"),
    ({"tuned": "rate"}, "Each at its best rate.", "Guess and play with momentum 0.4, with 0.6 and with 0.9; "
     "then choose “best of both”. Which condition number leaves momentum nothing to win?"),
]  # fmt: skip
BOWL = (Axis(-8, 8, "x"), Axis(-3, 3, "y"))
WIDER = {"path": "@levels.0", "kind": "level", "width": 2}
WIDER |= {"held": {"field": "kappa", "at": "wide", "along": 0, "measured": "kappa_of"}}
RATE = {"field": "lr", "at": "rate_at", "along": 0}
FACTORS = [{"path": [[0, 1], [2, 1]], "kind": "zero-line"}]
FACTORS += [{"path": [["@lr", 0], ["@lr", TOP]], "kind": "thin", "if": "@one", "held": RATE}]
FACTORS += descents.path_marks(3, "@curves", "@dots")
TOLD = "Drag the square, and the ring, which widens the bowl."
SPOKEN = "Level lines of a bowl, and the paths of three methods from one start"
COSTS = "The costs of three methods against the steps, logarithmic"
ABOVE = "Above 1 a method is thrown out. Drag the rate."
SHRINKING = (Axis(0, 2, "rate"), Axis(0, TOP, "factor per step"))
AGAINST = "The factor per step of three methods against the rate"
PICTURES = (
    descents.surface_picture("plane", SPOKEN, *BOWL, 3, marks=[WIDER], size=(300, 112), caption=TOLD),
    descents.losses_picture("losses", COSTS, 3, MOST, 1e-11, 1e4, size=(300, 100)),
    Picture("factors", AGAINST, *SHRINKING, FACTORS, (300, 100), caption=ABOVE),
)
COLUMNS = {"method": lambda k: f"{k + 1} {[*NAMES.values()][k]}", "rate, momentum": "rates", "cost": "cost"}
COLUMNS |= {"factor": "factor"}


class BowlRacer(Control):
    """Gradient descent, momentum and Nesterov from one start on x^2 / kappa + y^2: who is lowest in the end?

    tuned: "none", all have the rate `lr`; "rate", each has that of the 200 rates 0.01 to 2 with which it
    shrinks fastest; "both", each its best rate and momentum. rates and factors: of the three, in order.
    """

    maker, title = "bowl_racer", "A race down a bowl"
    fields, pictures, tasks, named = FIELDS, PICTURES, TASKS, NAMED
    formulas = staticmethod(lambda: {"bowl": descents.surface(race.bowl_of, kappa=())})
    program = (race.setting, descents.first, descents.following, descents.is_over, race.values)
    read, spoken = ("ends", "costs", "rates", "factors", "found"), ("compared", "bends")

    def head(self) -> str:
        return markup.bar("Run", self.names("run, by name"))

    def body(self) -> str:
        lr = self.only_if("tuned", ["none"], self.number("lr", "rate"))
        momentum = self.only_if("tuned", ["none", "rate"], self.number("momentum", "momentum"))
        start = (self.number("kappa", "condition"), self.number("x", "x"), self.number("y", "y"))
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("plane")}{descents.methods_legend(NAMES.values())}</div>
<div>{markup.bar("Guess and rates", self.select("guess", "guess"), self.select("tuned"), lr, momentum)}
{markup.bar("Bowl and start", *start)}
{self.stepper("Steps", "Play", "Step")}
</div></div>
<div class="dlc-pair"><div>{self.picture("losses")}<p>{self.told("bends")}</p></div>
<div>{self.picture("factors")}
<div class="dlc-live">{self.checkbox("curves", "factors at all rates")}</div></div></div>
{self.rows("dlc-steps", COLUMNS, range(3))}"""


bowl_racer = live(BowlRacer)
