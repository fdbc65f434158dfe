#include "CKernels.h"
#include "clones.h"
#include <math.h>
#include <string.h>

// Independent partial results let the compiler vectorise a reduction without -ffast-math.
enum { LANES = 64 };

CLONES float ck_scale_bias_max(float *x, const float *bias, float scale, size_t n) {
    float best[LANES];
    for (size_t j = 0; j < LANES; j++) best[j] = -INFINITY;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t j = 0; j < LANES; j++) {
            float value = scale * x[i + j] + bias[i + j];
            x[i + j] = value;
            best[j] = value > best[j] ? value : best[j];
        }
    for (; i < n; i++) {
        float value = scale * x[i] + bias[i];
        x[i] = value;
        best[0] = value > best[0] ? value : best[0];
    }
    float largest = best[0];
    for (size_t j = 1; j < LANES; j++) largest = best[j] > largest ? best[j] : largest;
    return largest;
}

// Less counts as 0: products of what is left stay above the subnormal numbers, which take processors
// a hundred times as long, and a sum of at least 1 does not notice.
static const float LEAST_EXPONENT = -60.0f;

// exp(x) = 2^k * exp(r), with k = round(x / ln 2) and r in [-ln 2 / 2, ln 2 / 2]; the polynomial
// is the degree-6 one of the Cephes library (S. Moshier), public domain.
static inline float exp_or_zero(float exponent) {
    float x = exponent < LEAST_EXPONENT ? LEAST_EXPONENT : exponent;
    const float round_to_int = 12582912.0f;  // 1.5 * 2^23: adding it leaves only whole numbers
    float k = (x * 1.44269504f + round_to_int) - round_to_int;
    float r = x - k * 0.693359375f;
    r = r + k * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    int32_t bits = ((int32_t)k + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return exponent < LEAST_EXPONENT ? 0.0f : p * power;
}

CLONES float ck_exp_sum(float *x, float shift, size_t n) {
    float sum[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t j = 0; j < LANES; j++) {
            float value = exp_or_zero(x[i + j] - shift);
            x[i + j] = value;
            sum[j] += value;
        }
    for (; i < n; i++) {
        x[i] = exp_or_zero(x[i] - shift);
        sum[0] += x[i];
    }
    for (size_t width = LANES / 2; width > 0; width /= 2)
        for (size_t j = 0; j < width; j++) sum[j] += sum[j + width];
    return sum[0];
}
