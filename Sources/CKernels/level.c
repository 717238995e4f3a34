// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

int ckernels_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vbmi")) {
    return CKERNELS_AVX512;
  }
  if (__builtin_cpu_supports("avx2")) {
    return CKERNELS_AVX2;
  }
#endif
  return CKERNELS_PLAIN;
}
