"""Chapter 10: a start to drag on one of six surfaces, three methods from there, one guess.

Its paths are in `paths.py`; here are its state, its pictures and its table.
"""

from dlcourse.experiments.ch10_surfaces import SURFACES
from dlcourse.widgets.ch10_surface_explorer import paths
from dlcourse.widgets.ch10_surface_explorer.paths import MOST, NAMES, NEAR, POINTS, SIZE, WHO
from dlcourse.widgets.frame import Axis, Control, Picture, decades, descents, fields, live, markup

FORMULAS = ("x² + y²", "−(x² + y²)", "x² − y²", "−(x⁴ + y⁴)", "x⁴ + y⁴", "x³ + y²")
SHOWN = {name: f"{formula}, {POINTS[name]}" for name, formula in zip(SURFACES, FORMULAS, strict=True)}
ASKED = ("surface", "x", "y", "lr")
FIELDS = (
    fields.choice("surface", "saddle", SHOWN, spoken="surface"),
    fields.number("x", 1.0, -1.5, 1.5, step=0.05, spoken="start, x"),
    fields.number("y", 0.05, -1.5, 1.5, step=0.05, spoken="start, y"),
    fields.number("lr", 0.1, 0, 1, spoken="rate of gradient descent"),
    *fields.run(MOST, ASKED, "steps made"),
    fields.choice("guess", "", {"": "none yet"} | WHO, spoken="who ends there, your guess", anew=ASKED),
    fields.choice("about", "1", {k: f"{k} {NAMES[n]}" for k, n in enumerate(NAMES, 1)}, spoken="arrows at"),
)
TASKS = [
    ({"y": 0.5}, "A step on a saddle.", "Say who will end in the saddle point, then step once. Which way "
     "does each method go along the arrow that says “down”?"),
    ({"y": 0.0}, "On the axis.", "Guess, and play to the end. Now lift the start a little, by the key "
     "arrow up: whom does that free?"),
    ({"surface": "flat_saddle", "x": 1.0, "y": 0.5}, "From the right, from the left.", "Here an eigenvalue "
     "at the critical point is 0. Guess and play; then start at x = −1, and do it again."),
]  # fmt: skip
BENT = [{"arrow": f"@arrows.{k}", "kind": f"@kinds.{k}"} for k in range(4)]
BENT += [{"pieces": "@lower", "kind": "lower"}, {"texts": "@signs", "places": "@tips", "kind": "mid"}]
FAR = [{"path": [[0, NEAR], [MOST, NEAR]], "kind": "zero-line"}]
FAR += [{"text": "below: there", "at": [46, NEAR / 4]}]
FAR += [{"path": f"@far.{k}", "kind": descents.look(k)} for k in range(3)]
AWAY = Axis(1e-4, 10, "distance from the critical point", log=True, marks=decades(1e-4, 10, 6))
PLANE = Axis(-SIZE, SIZE, "x"), Axis(-SIZE, SIZE, "y")
SPOKEN = "Level lines, the paths of three methods, and the eigenvalues where one of them is, as arrows"
AGAINST = "How far each method is from the critical point, against the steps, and how near counts as there"
TOLD = "Drag the square. Dotted lines lie lower than the critical point, in the middle."
PICTURES = (
    descents.surface_picture("plane", SPOKEN, *PLANE, 3, marks=BENT, size=(300, 260), caption=TOLD),
    Picture("far", AGAINST, Axis(0, MOST, "step"), AWAY, FAR, (300, 90)),
)
COLUMNS = {"method": lambda k: f"{k + 1} {[*NAMES.values()][k]}", "is at": "place", "distance": "away"}


class SurfaceExplorer(Control):
    """Three methods from one start on a surface with its critical point at 0: who will be there in the end?

    about: the method, 1 to 3, at whose place the eigenvalues of the Hessian are shown, as `eigenvalues`.
    """

    maker, title = "surface_explorer", "Who is drawn in?"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    formulas = staticmethod(lambda: descents.surfaces(SURFACES, order=2))
    program = (paths.setting, descents.first, descents.following, descents.is_over, paths.values)
    read, spoken = ("ends", "eigenvalues", "found"), ("compared", "bends")

    def head(self) -> str:
        return markup.bar("Surface", self.select("surface", "surface"))

    def body(self) -> str:
        numbers = (self.number("x", "x"), self.number("y", "y"), self.number("lr", "rate of 1"))
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("plane")}{descents.methods_legend(NAMES.values())}</div>
<div>{markup.bar("Guess and start", self.select("guess", "guess"), *numbers)}
{self.stepper("Steps", "Play", "Step")}
{self.rows("dlc-steps", COLUMNS, range(3))}
<p>{self.told("bends")}</p>
{markup.bar("Arrows", self.select("about", "arrows at"))}
{self.picture("far")}</div></div>"""


surface_explorer = live(SurfaceExplorer)
