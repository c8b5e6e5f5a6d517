/* Chapter 2: XOR. What one takes hold of in the playground: lines and weights. No handles have the points (the plane's
   are XOR itself; the hidden ones lie where the lines put them), nor the bars and the curve of the loss: these are
   results, of which only the guess is dragged. */
dlcourse.register("xor-playground", function (control) {
  const { units: most } = control.constants, { changed, handles } = dlcourse.networkLines(control, most);
  return { changed, handles: { ...handles, net: dlcourse.networkHandles(control, { inputs: 2, most }) } };
});
