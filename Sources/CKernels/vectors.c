#include "CKernels.h"
#include "clones.h"

enum { LANES = 32 };

CLONES float ck_dot(const float *a, const float *b, size_t n) {
    float sum[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t j = 0; j < LANES; j++) sum[j] += a[i + j] * b[i + j];
    for (; i < n; i++) sum[0] += a[i] * b[i];
    for (size_t width = LANES / 2; width > 0; width /= 2)
        for (size_t j = 0; j < width; j++) sum[j] += sum[j + width];
    return sum[0];
}

CLONES void ck_add_scaled(float *restrict y, float a, const float *restrict x, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] += a * x[i];
}

// A block of the sum stays in registers while all rows pass by.
enum { BLOCK = 64 };

CLONES void ck_gather_add(float *restrict out, const float *restrict table, const int32_t *rows,
                          const float *weights, size_t count, size_t d) {
    size_t first = 0;
    for (; first + BLOCK <= d; first += BLOCK) {
        float sum[BLOCK];
        for (size_t j = 0; j < BLOCK; j++) sum[j] = out[first + j];
        for (size_t i = 0; i < count; i++) {
            const float *restrict row = table + (size_t)rows[i] * d + first;
            const float weight = weights[i];
            for (size_t j = 0; j < BLOCK; j++) sum[j] += weight * row[j];
        }
        for (size_t j = 0; j < BLOCK; j++) out[first + j] = sum[j];
    }
    if (first == d) return;
    for (size_t i = 0; i < count; i++) {
        const float *restrict row = table + (size_t)rows[i] * d;
        const float weight = weights[i];
        for (size_t j = first; j < d; j++) out[j] += weight * row[j];
    }
}
