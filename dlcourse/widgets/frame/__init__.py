"""What all live controls share: kernels printed as JavaScript, state, markup, pictures and handles."""
