#include <cblas.h>

// The two routines of LAPACK that we call. OpenBLAS holds them, but its package brings no header that
// a C compiler can read.
void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void spotri_(const char *uplo, const int *n, float *a, const int *lda, int *info);
