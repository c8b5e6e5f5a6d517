"""Wrong answers, each of which loses the points of its test and no others."""

from hostile_case import Register
from weather_source import RIGHT, cell, find, insert, solved

WRONG = Register("wrong")
case = WRONG.case


@case(test_anomaly=0.0)
def population_deviation():
    """The standard deviation of the population."""
    return solved(anomaly=RIGHT["anomaly"].replace("ddof=1", "ddof=0"))


@case(test_anomaly=0.0)
def visible_inputs_by_heart():
    """A table of what the visible tests ask."""
    return solved(anomaly="def anomaly(x):\n    return np.array([-1.0, 0.0, 1.0])")


@case(test_anomaly=0.0)
def nan_everywhere():
    """NaN, which numpy's tests take for equal to NaN only."""
    return solved(anomaly="def anomaly(x):\n    return x * np.nan")


@case(test_anomaly=0.0)
def one_number_for_all():
    """A scalar that broadcasts to any shape."""
    return solved(anomaly="def anomaly(x):\n    return 0.0")


@case(test_clip=0.0)
def clips_a_copy():
    """Returns nothing, and changes nothing."""
    return solved(clip="def clip_in_place(x, low, high):\n    x = np.clip(x, low, high)")


@case(test_clip=0.0)
def clips_a_flat_copy():
    """Right for whole arrays, wrong for a column of a table."""
    answer = (
        "def clip_in_place(x, low, high):\n    y = np.ascontiguousarray(x)\n    np.clip(y, low, high, out=y)"
    )
    return solved(clip=answer)


@case(test_station=0.0)
def shared_list():
    """The values lie in the class: all stations share them."""
    answer = RIGHT["station"].replace("self.name, self.values = name, []", "self.name = name")
    return solved(station=answer.replace("    def __init__", "    values = []\n\n    def __init__", 1))


@case(test_report=0.0)
def returns_instead_of_printing():
    """Returns the text."""
    return solved(report=RIGHT["report"].replace("print(", "return (", 1))


@case(test_hottest=0.0)
def variable_of_another_name():
    """The variable has another name."""
    return solved(hottest='warmest = "Cadiz"')


@case(test_hottest=0.0)
def class_in_the_place_of_a_value():
    """A function where a text is asked for."""
    return solved(hottest='hottest = lambda: "Cadiz"')


@case(test_load=0.0, test_hottest=0.0)
def other_names_in_the_file():
    """Keys in capitals; what builds on it is wrong, too."""
    answer = RIGHT["load"].replace('row["station"]', 'row["station"].upper()')
    return solved(load=answer)


@case(test_root=0.0)
def infinite_recursion():
    """Calls itself without an end."""
    return solved(root="def find_root(f, low, high):\n    return find_root(f, low, high)")


@case(status="flagged", says="stands in another cell")
def defined_below_its_test():
    """Right, but the class stands only at the end of the notebook: its test is run below it."""
    book = solved(station="")
    book["cells"].append(cell(RIGHT["station"]))
    return book


@case(test_anomaly=0.0)
def overwritten_between():
    """Right, and replaced by another cell before its test."""
    return insert(solved(), "test_anomaly", cell("anomaly = abs"))


@case()
def tests_copied_above():
    """A copy of a visible test without metadata stands in a cell of the student's own."""
    return insert(solved(), "test_clip", cell(find(solved(), "test_anomaly")["source"]))
