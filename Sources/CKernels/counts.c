#include "CKernels.h"
#include "clones.h"

enum { MOST = 255 };

CLONES size_t ck_count_byte(const uint8_t *bytes, size_t n, uint8_t byte) {
    size_t total = 0;
    while (n > 0) {
        // A sum that fits in a byte keeps 64 of them in a register.
        size_t lanes = 64, steps = n / lanes < MOST ? n / lanes : MOST;
        uint8_t sums[64] = {0};
        for (size_t i = 0; i < steps; i++)
            for (size_t j = 0; j < 64; j++) sums[j] += bytes[i * 64 + j] == byte;
        for (size_t j = 0; j < 64; j++) total += sums[j];
        bytes += steps * lanes;
        n -= steps * lanes;
        if (steps == 0) {
            for (size_t j = 0; j < n; j++) total += bytes[j] == byte;
            n = 0;
        }
    }
    return total;
}

CLONES size_t ck_count_common_bits(const uint64_t *a, const uint64_t *b, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += (size_t)__builtin_popcountll(a[i] & b[i]);
    return count;
}

CLONES size_t ck_count_set_bits(const uint64_t *bits, const int32_t *numbers, size_t n) {
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += bits[(uint32_t)numbers[i] / 64] >> ((uint32_t)numbers[i] % 64) & 1;
    return count;
}
