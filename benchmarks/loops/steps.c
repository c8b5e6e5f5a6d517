/* n steps of a 2-n-1 tanh network on m samples: mean over samples of the squared error, Adam.
   theta, s, r hold W (2, n), b (n), w (n), c; a step's loss goes to losses. */
#include <math.h>

enum { MOST = 64 };

void steps(int n_steps, int m, int n, const float *x, const float *y, float *theta, float *s, float *r,
           float *losses, float lr, float beta1, float beta2, float eps)
{
    float h[MOST], g[4 * MOST + 1];
    double power1 = 1, power2 = 1;
    const int size = 4 * n + 1;
    for (int t = 0; t < n_steps; t++) {
        const float *W = theta, *b = theta + 2 * n, *w = theta + 3 * n, c = theta[4 * n];
        float J = 0;
        for (int k = 0; k < size; k++) g[k] = 0;
        for (int i = 0; i < m; i++) {
            const float x0 = x[2 * i], x1 = x[2 * i + 1];
            float y_hat = c;
            for (int k = 0; k < n; k++) {
                h[k] = tanhf(x0 * W[k] + x1 * W[n + k] + b[k]);
                y_hat += h[k] * w[k];
            }
            const float d = y_hat - y[i], G = 2 * d / m;
            J += d * d;
            for (int k = 0; k < n; k++) {
                const float back = G * w[k] * (1 - h[k] * h[k]);
                g[k] += x0 * back;
                g[n + k] += x1 * back;
                g[2 * n + k] += back;
                g[3 * n + k] += G * h[k];
            }
            g[4 * n] += G;
        }
        losses[t] = J / m;
        power1 *= beta1;
        power2 *= beta2;
        const float rate = lr / (1 - power1), scale = 1 / (1 - power2);
        for (int k = 0; k < size; k++) {
            s[k] = beta1 * s[k] + (1 - beta1) * g[k];
            r[k] = beta2 * r[k] + (1 - beta2) * g[k] * g[k];
            theta[k] -= rate * s[k] / (sqrtf(r[k] * scale) + eps);
        }
    }
}
