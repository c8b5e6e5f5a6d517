"""The nerve cell: an input at each dendrite, and the parts by their names."""

from matplotlib import pyplot as plt

from dlcourse.plotting import plot_neuron


def test_each_dendrite_has_its_input_and_the_parts_have_names():
    ax = plot_neuron().axes[0]
    said = " ".join(text.get_text() for text in ax.texts)
    assert all(part in said for part in ("$x_1$", "$x_3$", "$y$", "synapses", "body", "axon"))
    assert sum(line.get_marker() == "o" for line in ax.lines) == 3
    plt.close("all")
