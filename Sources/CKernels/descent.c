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

CLONES void ck_adam(float *restrict w, float *restrict m, float *restrict v,
                    const float *restrict g, float rate, float beta1, float beta2, float epsilon,
                    float correction1, float correction2, float decay, size_t n) {
    const float step = rate / correction1;
    const float unbias = 1.0f / correction2;
    for (size_t i = 0; i < n; i++) {
        m[i] = beta1 * m[i] + (1.0f - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0f - beta2) * g[i] * g[i];
        w[i] -= step * m[i] / (sqrtf(v[i] * unbias) + epsilon) + rate * decay * w[i];
    }
}
