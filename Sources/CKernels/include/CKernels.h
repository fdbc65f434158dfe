// The few loops that must be vector code. Each is plain C that the compiler vectorises; `CLONES`
// builds it for three generations of processors and picks one when the program starts.
//
// Letters: n and d count floats, unless a line says otherwise. No pointer may be NULL unless its
// line says so; n = 0 is allowed.
#pragma once
#include <stddef.h>
#include <stdint.h>

// softmax.c

/// x[i] = scale * x[i] + bias[i]. Returns the largest x[i], or -INFINITY for n = 0.
float ck_scale_bias_max(float *x, const float *bias, float scale, size_t n);

/// x[i] = exp(x[i] - shift), relative error below 2e-7. Returns the sum of the new x[i].
/// Arguments below -60 give 0; NaN gives NaN.
float ck_exp_sum(float *x, float shift, size_t n);

// select.c

/// Copies every x[i] > threshold, with its row first + i, to the outputs, in order of i.
/// Both outputs must have room for n entries. Returns how many were copied. NaN is never copied.
size_t ck_select_above(const float *x, size_t n, float threshold, uint32_t first,
                       float *out_scores, uint32_t *out_rows);

/// Returns how many x[i] > threshold. NaN is never counted.
size_t ck_count_above(const float *x, size_t n, float threshold);

// vectors.c

/// Returns the sum of a[i] * b[i].
float ck_dot(const float *a, const float *b, size_t n);

/// y[i] += a * x[i].
void ck_add_scaled(float *y, float a, const float *x, size_t n);

/// out[j] += sum over i of weights[i] * table[rows[i] * d + j].
void ck_gather_add(float *out, const float *table, const int32_t *rows, const float *weights,
                   size_t count, size_t d);

// descent.c

/// Adagrad (Duchi et al. 2011) as Keras applies it: a += g², w -= rate * g / sqrt(a + epsilon).
void ck_adagrad(float *w, float *a, const float *g, float rate, float epsilon, size_t n);

/// Adam (Kingma & Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov & Hutter 2019):
/// w -= rate * (step of Adam + decay * w). `correction1` is 1 - beta1^t, `correction2` 1 - beta2^t;
/// epsilon > 0 stands under the root, where the paper has its root beside it.
void ck_adam(float *w, float *m, float *v, const float *g, float rate, float beta1, float beta2,
             float epsilon, float correction1, float correction2, float decay, size_t n);

// counts.c

/// Returns how many of n bytes are equal to `byte`.
size_t ck_count_byte(const uint8_t *bytes, size_t n, uint8_t byte);

/// Returns how many bits are set in both of two rows of n words.
size_t ck_count_common_bits(const uint64_t *a, const uint64_t *b, size_t n);

/// Returns how many of the bits with n numbers are set; bit i is bit i % 64 of bits[i / 64].
size_t ck_count_set_bits(const uint64_t *bits, const int32_t *numbers, size_t n);

// processor.c

/// Returns 4 for a processor with all of x86-64-v4's AVX-512, 3 for one with AVX2 and FMA, else 0.
int ck_vector_generation(void);
