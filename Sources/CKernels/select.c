#include "CKernels.h"
#include "clones.h"

enum { BLOCK = 64 };

CLONES size_t ck_select_above(const float *x, size_t n, float threshold, uint32_t first,
                              float *out_scores, uint32_t *out_rows) {
    size_t count = 0;
    size_t i = 0;
    for (; i + BLOCK <= n; i += BLOCK) {
        // Nearly every block holds nothing: one vectorised test dismisses it.
        int32_t above = 0;
        for (size_t j = 0; j < BLOCK; j++) above |= x[i + j] > threshold;
        if (!above) continue;
        for (size_t j = 0; j < BLOCK; j++) {
            out_scores[count] = x[i + j];
            out_rows[count] = first + (uint32_t)(i + j);
            count += x[i + j] > threshold;
        }
    }
    for (; i < n; i++)
        if (x[i] > threshold) {
            out_scores[count] = x[i];
            out_rows[count] = first + (uint32_t)i;
            count += 1;
        }
    return count;
}

CLONES size_t ck_count_above(const float *x, size_t n, float threshold) {
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++) count += x[i] > threshold;
    return count;
}
