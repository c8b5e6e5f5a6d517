"""Chapter 7: training an MLP. The shape tracer, a live control."""
