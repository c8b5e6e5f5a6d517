"""An ordinary assignment of nbgrader's, of no course of ours: weather stations, as its instructor writes it.

Functions, a class, a variable, printed text, tests by numpy and plain asserts, hidden tests, partial credit,
a written answer with a mark scheme, and two data files.
"""

NAME = "weather"
FILES = {
    "stations.csv": b"station,value\nAlta,-2.5\nBrno,3.5\nBrno,4.0\nBrno,12.25\nCadiz,21.0\nAlta,0.5\n",
    "islands.csv": b"station,value\nHvar,731.25\nHvar,17.75\nElba,-4417.0\n",
}
POINTS = {
    "test_load": 2.0,
    "test_anomaly": 2.0,
    "test_clip": 1.0,
    "test_station": 2.0,
    "test_hottest": 1.0,
    "test_report": 1.0,
    "test_root": 3.0,
    "why": 2.0,
    "sketch": 1.0,
}
ANSWERS = {
    "load": '''def load(path):
    """{station: array of its values} of a file of lines station,value."""
    ### BEGIN SOLUTION
    quokka_rows = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            quokka_rows.setdefault(row["station"], []).append(float(row["value"]))
    return {name: np.array(values) for name, values in quokka_rows.items()}
    ### END SOLUTION''',
    "anomaly": '''def anomaly(x):
    """How many standard deviations (of the sample) each value lies above the mean."""
    ### BEGIN SOLUTION
    return (x - np.mean(x)) / np.std(x, ddof=1)
    ### END SOLUTION''',
    "clip": '''def clip_in_place(x, low, high):
    """Bring the values of x into [low, high], in x itself; returns nothing."""
    ### BEGIN SOLUTION
    np.clip(x, low, high, out=x)
    ### END SOLUTION''',
    "station": '''class Station:
    """A station with a name, to which values are added.

    len() counts them; mean() raises ValueError when there are none.
    """

    ### BEGIN SOLUTION
    def __init__(self, name):
        self.name, self.values = name, []

    def add(self, value):
        self.values.append(value)

    def __len__(self):
        return len(self.values)

    def mean(self):
        if not self.values:
            raise ValueError("no values")
        return sum(self.values) / len(self.values)
    ### END SOLUTION''',
    "hottest": """# the name of the station in stations.csv whose mean is highest
### BEGIN SOLUTION
quokka_means = {name: values.mean() for name, values in load("stations.csv").items()}
hottest = max(quokka_means, key=quokka_means.get)
### END SOLUTION""",
    "report": '''def report(name, values):
    """Print NAME: COUNT values, mean MEAN, the mean with two decimals."""
    ### BEGIN SOLUTION
    print(f"{name}: {len(values)} values, mean {sum(values) / len(values):.2f}")
    ### END SOLUTION''',
    "root": '''def find_root(f, low, high):
    """Where f is 0 between low and high, of which f has different signs; to 1e-9."""
    ### BEGIN SOLUTION
    while high - low > 1e-9:
        middle = (low + high) / 2
        if f(low) * f(middle) <= 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2
    ### END SOLUTION''',
}
TESTS = {
    "test_load": """stations = load("stations.csv")
assert sorted(stations) == ["Alta", "Brno", "Cadiz"], "load gives a dictionary with a key for each station"
np.testing.assert_allclose(stations["Brno"], [3.5, 4.0, 12.25])
### BEGIN HIDDEN TESTS
islands = load("islands.csv")
assert set(islands) == {"Hvar", "Elba"}
np.testing.assert_allclose(islands["Hvar"], [731.25, 17.75])
np.testing.assert_allclose(islands["Elba"], [-4417.0])
### END HIDDEN TESTS""",
    "test_anomaly": """from numpy.testing import assert_allclose

assert_allclose(anomaly(np.array([1.0, 2.0, 3.0])), [-1.0, 0.0, 1.0], atol=1e-12)
### BEGIN HIDDEN TESTS
secret_x = np.array([881.5, -6143.5, 449.375, 8123.5])
assert_allclose(anomaly(secret_x), (secret_x - secret_x.mean()) / secret_x.std(ddof=1), rtol=1e-9)
### END HIDDEN TESTS""",
    "test_clip": """x = np.array([-5.0, 0.5, 9.0])
assert clip_in_place(x, 0.0, 1.0) is None, "clip_in_place returns nothing"
np.testing.assert_array_equal(x, [0.0, 0.5, 1.0])
### BEGIN HIDDEN TESTS
table = np.full((3, 2), 6143.5)
clip_in_place(table[:, 1], -1.0, 2.0)
np.testing.assert_array_equal(table, [[6143.5, 2.0]] * 3)
### END HIDDEN TESTS""",
    "test_station": """station = Station("Brno")
station.add(4.0)
station.add(8.0)
assert station.name == "Brno" and len(station) == 2
assert station.mean() == 6.0
### BEGIN HIDDEN TESTS
try:
    Station("Oslo").mean()
except ValueError:
    pass
else:
    raise AssertionError("no values, and no ValueError")
other = Station("Turku-7391")
other.add(881.5)
other.add(17.25)
assert abs(other.mean() - 449.375) < 1e-9 and len(station) == 2
### END HIDDEN TESTS""",
    "test_hottest": """assert isinstance(hottest, str), "hottest is a name"
### BEGIN HIDDEN TESTS
assert hottest == "Cadiz"
### END HIDDEN TESTS""",
    "test_report": """import contextlib
import io

printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    report("Brno", [1.0, 3.0])
assert printed.getvalue() == "Brno: 2 values, mean 2.00\\n", printed.getvalue()
### BEGIN HIDDEN TESTS
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    report("Turku-7391", [-8123.5])
assert printed.getvalue() == "Turku-7391: 1 values, mean -8123.50\\n"
### END HIDDEN TESTS""",
    "test_root": """cases = [(lambda x: x - 2.0, 0.0, 5.0, 2.0), (lambda x: x**3 - 27.0, 0.0, 9.0, 3.0)]
### BEGIN HIDDEN TESTS
cases.append((math.cos, 1.0, 2.0, math.pi / 2))
cases.append((lambda x: x + 6143.5, -8123.5, 0.0, -6143.5))
### END HIDDEN TESTS
found = 0
for f, low, high, root in cases:
    try:
        found += abs(find_root(f, low, high) - root) < 1e-6
    except Exception:
        pass
3 * found / len(cases)""",
}
WHY = "Two values that nearly cancel lose digits."
SCHEME = "### BEGIN MARK SCHEME\nOne point for narwhal cancellation, one for an example.\n### END MARK SCHEME"
# what no student may read in a feedback page: inputs and lines of hidden tests, answers, the mark scheme
SECRETS = "7391 881.5 449.375 8123 6143.5 secret_x islands[ quokka narwhal".split()
