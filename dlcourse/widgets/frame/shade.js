/* A picture of values on a grid, which are listed column by column, from the left, each from below; as plane.py. */

/** A data URL of a picture of values on a grid: blue below the level, orange above, strong far off. */
dlcourse.shade = function (values, level, scaled) {
  const n = Math.round(Math.sqrt(values.length)), canvas = document.createElement("canvas");
  const most = scaled ? Math.max(1e-9, ...values.map((value) => Math.abs(value - level))) : 1;
  canvas.width = canvas.height = n;
  const pen = canvas.getContext("2d"), pixels = pen.createImageData(n, n);
  values.forEach((value, k) => {
    const distance = Math.max(-1, Math.min(1, (value - level) / most)), i = Math.floor(k / n), j = k % n;
    const color = [...(distance < 0 ? [0, 114, 178] : [230, 159, 0]), Math.round(150 * Math.abs(distance))];
    pixels.data.set(color, 4 * ((n - 1 - j) * n + i));  // rows of a canvas go along x, from the top
  });
  pen.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
};
