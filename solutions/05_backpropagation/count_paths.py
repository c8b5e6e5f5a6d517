"""Chapter 5, exercise 5.6: how many paths, how many edges?"""

import functools

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_paths import SHOWN, drawn

READ, ROWS = "many-paths", "L016 L027 L028 K031 F023"
HINT = "Write at each node how many paths lead from it to the end, from the end on. Which edges can be used?"
REFUSED = ("dlcourse.experiments.ch05_paths",)
SECONDS, SLOW = 1.0, "It may walk every path: keep the count of each node, as derivatives are kept."
VISIBLE, draw = SHOWN, drawn


def judge(graph, start, end):
    @functools.cache
    def paths(node):
        return 1 if node == end else sum(map(paths, graph[node]))

    reached = [start]
    for node in reached:  # grows on the way
        reached += {v for v in graph[node] if node != end} - set(reached)
    n_edges = sum(paths(v) > 0 for node in reached if node != end for v in graph[node])
    return Right(n_paths=paths(start), n_edges=n_edges).of_counts()


WRONG = edits("""
(to) for to in graph[node] -> (to) for to in {*graph[node]} | A double edge is two edges, and makes two paths.
d for to in graph[node] -> d for to in {*graph[node]} | A double edge is two edges, and makes two paths.
paths.get(to, 0) > 0 for node in reached -> 1 for node in graph
    | n_edges counts every edge: leave out those that no path from start to end uses.
{end: 1} -> {v: 1 for v in graph if v == end or not graph[v]} | A path into a dead end is counted, too.
in reached for to -> in graph for to | n_edges counts edges that cannot be reached from start. [loses 1]
{end: 1} -> {end: 0} | n_paths is 0: from the end to the end there is one path, of no edges.
= count(start) -> = count(start) if start != end else 0 | From a node to itself, there is one path. [loses 1]
count(start) -> graph.pop(start) and 1 ~ changed its input: the dict graph
if node not in paths -> if node != end ~ count_paths was not done after [loses 1]
""")
