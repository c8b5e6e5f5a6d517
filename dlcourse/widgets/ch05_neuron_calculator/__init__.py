"""Chapter 5: backpropagation. The neuron calculator, a live control."""
