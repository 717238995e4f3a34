// SPDX-License-Identifier: Apache-2.0
#include "include/COneDNN.h"

#include <math.h>
#include <string.h>

#include "levels.h"
#include "norm.h"

#pragma clang fp reassociate(on) contract(fast)

int conednn_has_bf16(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return 0;
#endif
}

LEVELS void conednn_layer_norm(
    float *x, const float *residual, int64_t rows, int64_t width, const float *scale,
    const float *shift, float epsilon) {
  for (int64_t row = 0; row < rows; row++) {
    float *values = x + row * width;
    if (residual) {
      const float *other = residual + row * width;
      VECTORIZED for (int64_t i = 0; i < width; i++) values[i] += other[i];
    }
    normalize_row(values, values, width, scale, shift, epsilon);
  }
}

LEVELS void conednn_rms_norm(
    float *output, const float *x, int64_t rows, int64_t width, const float *scale,
    float epsilon) {
  for (int64_t row = 0; row < rows; row++) {
    const float *values = x + row * width;
    float *result = output + row * width;
    float squares = 0;
    VECTORIZED for (int64_t i = 0; i < width; i++) squares += values[i] * values[i];
    float factor = 1.0f / sqrtf(squares / (float)width + epsilon);
    VECTORIZED for (int64_t i = 0; i < width; i++) result[i] = values[i] * factor * scale[i];
  }
}

LEVELS void conednn_add(float *x, const float *other, int64_t count) {
  VECTORIZED for (int64_t i = 0; i < count; i++) x[i] += other[i];
}

LEVELS void conednn_to_bf16(const float *x, uint16_t *output, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, &x[i], 4);
    uint32_t rounded = bits + 0x7FFF + ((bits >> 16) & 1);
    // A NaN must not be rounded up to infinity.
    output[i] = (uint16_t)((bits & 0x7FFFFFFF) > 0x7F800000 ? (bits >> 16) | 64 : rounded >> 16);
  }
}
