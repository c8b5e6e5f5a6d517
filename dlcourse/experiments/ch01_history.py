"""Chapter 1: a history of neural networks, as data. Each event with the publication that says it.

Sources of the choice: deck Sohn, "History of neural networks"; deck Mirabello, "This is a perceptron (1958)".
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """What happened in a year. source: its key in book/references.bib. advance: whether it was no limit."""

    year: int
    what: str
    source: str
    advance: bool = True


EVENTS = (
    Event(1943, "threshold units compute gates", "mcculloch1943logical"),
    Event(1958, "the perceptron learns", "rosenblatt1958perceptron"),
    Event(1960, "the delta rule (LMS)", "widrow1960adaptive"),
    Event(1962, "proof that the perceptron stops", "novikoff1962convergence"),
    Event(1969, "what a perceptron cannot do", "minsky1969perceptrons", advance=False),
    Event(1986, "backpropagation in hidden layers", "rumelhart1986learning"),
    Event(1995, "support vector machines", "cortes1995support"),
    Event(2006, "deep belief nets", "hinton2006fast"),
    Event(2012, "deep convolutional nets win ImageNet", "krizhevsky2012imagenet"),
)
