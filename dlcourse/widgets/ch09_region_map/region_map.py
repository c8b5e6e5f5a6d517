"""Chapter 9: the region map: lines of ReLU units to drag, the regions between them to guess and to count.

Its networks are in `starts.py`, the cuts in `cuts.py`, what it says in `shown.py`; here are its state, its
pictures and its tables.
"""

from dlcourse.widgets.ch09_region_map import cuts, shown, starts
from dlcourse.widgets.ch09_region_map.cuts import HIGH, LOW
from dlcourse.widgets.ch09_region_map.shown import ALL, SEEN_AT_FIRST
from dlcourse.widgets.ch09_region_map.starts import BENT, FAR, FIRST, NAMES, SECOND, SIZES, UNITS
from dlcourse.widgets.frame import Axis, Control, Picture, fields, guessed_bar, live, markup

NETS = {net: f"{n} + {m} units" if m else f"{n} units" for net, (n, m) in SIZES.items()}
STARTS = {
    "general": "all cross inside",
    "far": "2, 3 cross outside",
    "point": "1, 2, 3 in one point",
    "parallel": "1 and 2 parallel",
    "folds": "mirrored: |x₁|, |x₂|",
    "seed": "random, by seed",
    "own": "your own numbers",
}
NEW = ("net", "start", "seed")  # with other ones it is another network
LENGTHS = {net: 3 * n + (n + 1) * m for net, (n, m) in SIZES.items()}
GUESS = {"spoken": "your guess of the number of regions", "anew": (*NEW, "own"), "waits": 4}
FIELDS = (
    fields.choice("net", "4", NETS, spoken="units of each layer"),
    fields.choice("start", "general", STARTS, spoken="the lines"),
    fields.whole("seed", 7, 0, 999_999_999, spoken="seed of the random lines", asks={"start": "seed"}),
    fields.own_numbers("start", -FAR, FAR, "your own numbers", fits=("net", LENGTHS)),
    fields.whole("guess", None, 1, ALL, **GUESS),
    fields.whole("counted", 0, 0, ALL, spoken="regions counted so far", anew=("guess", *NEW)),
    fields.SPEED,
)
TASKS = [
    ({"net": "3", "start": "far"}, "Three lines.", "In general position they cut the plane into 7 regions. "
     "How many has the box? Guess, count; then drag a line until it has all 7."),
    ({"net": "3", "start": "point"}, "Through one point.", "Guess, and count. Drag one line a little off the "
     "point: which region comes, and does it matter to which side?"),
    ({"net": "4-4", "start": "folds"}, "A second layer.", "Where do its dashed lines bend? Can eight units "
     "in one layer make as many regions? Guess, and count."),
]  # fmt: skip
WITHIN = {"within": [LOW, HIGH]}
MARKS = [
    {"pieces": "@odd", "kind": "odd"},
    *(
        {"line": [f"@W1.{k}", f"@W2.{k}", f"@c.{k}"], "kind": "first", "along": f"@along.{k}"}
        | {"name": str(k + 1)} | WITHIN
        for k in range(UNITS)
    ),
    *({"pieces": f"@bends.{j}", "kind": "bend"} for j in range(BENT)),
    *({"text": name, "at": f"@tags.{j}", "kind": "mid"} for j, name in enumerate(NAMES)),
    {"texts": "@labels", "places": "@places", "kind": "count"},
]  # fmt: skip
COUNT = [
    *guessed_bar("guess", "@found"),
    {"path": [["@most_line", 0], ["@most_line", 1]], "kind": "half"},
    {"path": [["@sure_line", 0], ["@sure_line", 1]], "kind": "unit2"},
]
SPOKEN = "The box from -1 to 1 in both inputs, cut into regions by the lines of the units"
COUNTED = "The number of regions, your guess, the gap, and the bounds"
TOLD = "Drag a foot to move a line, a tip to turn it."
SIZE = Axis(0, "@top", "regions", marks="@ticks"), Axis(0, 1, marks=()), COUNT, (320, 24)
PICTURES = (
    Picture("x", SPOKEN, Axis(LOW, HIGH, "x₁"), Axis(LOW, HIGH, "x₂"), MARKS, caption=TOLD),
    Picture("count", COUNTED, *SIZE),
)
LOOKS = ("bend", "second layer"), ("guess", "your guess"), ("half", "at most"), ("unit2", "some network has")
LEGEND = markup.legend(*LOOKS)


class RegionMap(Control):
    """The lines of two to five ReLU units in the square from -1 to 1; the regions, counted; a second layer.

    net: "4-2" is four units and two. own: W row by row, c, V row by row, d. counted: 200 for all.
    """

    maker, title = "region_map", "How many regions?"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program = (shown.values, cuts.bend_at, cuts.snapped, starts.resized)
    read, spoken = ("regions", "most", "sure", "W", "c", "V", "d"), ("compared", "verdict")
    constants = {"units": UNITS, "bent": NAMES, "seen": SEEN_AT_FIRST, "all": ALL, "anew": (*NEW, "own")}

    def head(self) -> str:
        return markup.bar("The lines", self.select("start", "Lines"), *self.seed(), kind="dlc-lines")

    def body(self) -> str:
        play, pace = self.player("Count", "until all are counted")
        layers = ("first", "units of the first layer", FIRST), ("second", "units of the second layer", SECOND)
        sizes = [self.chosen(name, spoken, {n: n or "none" for n in ns}) for name, spoken, ns in layers]
        net = f'<span class="dlc-field">Units {sizes[0]} then {sizes[1]}</span>'
        columns = {"unit": lambda k: str(k + 1), "W, from x₁": self.box("W1.{0}", "weight 1 of unit {1}")}
        columns |= {"from x₂": self.box("W2.{0}", "weight 2 of unit {1}")}
        columns |= {"c": self.box("c.{0}", "bias of unit {1}"), "so far": "count"}
        return f"""<div class="dlc-pair"><div>{self.picture("x")}</div>
<div><p class="dlc-result dlc-region-said">{self.told("compared", tag="b")} {self.told("verdict")}</p>
{self.picture("count")}
{markup.bar("Count", play, self.number("guess", "Guess"), pace, self.told("so_far"))}
{markup.bar("Size", net)}
{self.rows("dlc-typed", columns, range(UNITS), some=True)}
{self.second()}
{LEGEND}</div></div>"""

    def box(self, name: str, spoken: str):
        """k -> a number of unit k to type, counted from 0 in its name, from 1 where it is spoken."""
        return lambda k: self.typed(name.format(k), -FAR, FAR, spoken.format(k, k + 1))

    def second(self) -> str:
        """The numbers of the second layer, of which some are there."""
        there = [self.there(1, j + 1) for j in range(BENT)]
        head = [f'<th scope="col" {so}>{name}</th>' for so, name in zip(there, NAMES, strict=True)]
        rows = []
        for k in range(UNITS + 1):
            array, told = (f"V{k + 1}", f"weight from unit {k + 1} to") if k < UNITS else ("d", "bias of")
            boxes = [self.box(f"{array}.{{0}}", f"{told} unit {name}")(j) for j, name in enumerate(NAMES)]
            cells = [f"<td {so}>{one}</td>" for so, one in zip(there, boxes, strict=True)]
            row = (self.there(k + 1, 1), str(k + 1)) if k < UNITS else ("", "d")
            rows.append((row[0], [row[1], *cells]))
        table = markup.table("dlc-typed", ("unit", *head), rows, "V, from each unit to A, B, ..., and d")
        inside = f"<summary>Numbers of the second layer</summary>{table}{self.told('bent', tag='p')}"
        return f'<details class="dlc-live" {self.there(1, 1)}>{inside}</details>'

    def there(self, n: int, m: int) -> str:
        """The attributes of what is there with so many units, or more, in each layer."""
        nets = [net for net, size in SIZES.items() if size[0] >= n and size[1] >= m]
        return f'data-part-if="net={" ".join(nets)}"{"" if self.state["net"] in nets else " hidden"}'


region_map = live(RegionMap)
