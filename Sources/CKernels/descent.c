#include "CKernels.h"
#include "clones.h"
#include <math.h>

CLONES void ck_adagrad(float *restrict w, float *restrict a, const float *restrict g, float rate,
                       float epsilon, size_t n) {
    for (size_t i = 0; i < n; i++) {
        a[i] += g[i] * g[i];
        w[i] -= rate * g[i] / sqrtf(a[i] + epsilon);
    }
}

/// 1 ÷ √x for x > 0, relative error below 2e-7: Newton's method from a guess that halves the exponent.
/// The processor's own root and quotient take five times as long.
static inline float inverse_root(float x) {
    union {
        float value;
        uint32_t bits;
    } guess = {.value = x};
    guess.bits = 0x5F375A86u - (guess.bits >> 1);
    const float half = 0.5f * x;
    float y = guess.value;
    for (int round = 0; round < 3; round++) y *= 1.5f - half * y * y;
    return y;
}

CLONES void ck_adam(float *restrict w, float *restrict m, float *restrict v,
                    const float *restrict g, float rate, float beta1, float beta2, float epsilon,
                    float correction1, float correction2, float decay, size_t n) {
    const float step = rate / correction1;
    const float unbias = 1.0f / correction2;
    for (size_t i = 0; i < n; i++) {
        m[i] = beta1 * m[i] + (1.0f - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0f - beta2) * g[i] * g[i];
        w[i] -= step * m[i] * inverse_root(v[i] * unbias + epsilon) + rate * decay * w[i];
    }
}
