/* What printed kernels call (javascript_rules.py): the matrix product; and values at many points. */

/** A (m, n) times B (n, k) -> (m, k) */
dlcourse.product = function (A, B, m, n, k) {
  const C = Array(m * k).fill(0);
  for (let r = 0; r < m; r++) for (let q = 0; q < n; q++)
    for (let s = 0, a = A[r * n + q]; s < k; s++) C[r * k + s] += a * B[q * k + s];  // goes along rows: faster
  return C;
};

/** The outputs of a kernel at each point, which is its first input; as kernel.py. */
dlcourse.atPoints = (kernel, points, ...others) => points.map((point) => kernel(point, ...others));
