// SPDX-License-Identifier: Apache-2.0
#include "include/blocks.h"

#include "levels.h"
#include "norm.h"

#pragma clang fp reassociate(on) contract(fast)

LEVELS void conednn_layer_norm_to(
    float *output, const float *x, int64_t rows, int64_t width, const float *scale,
    const float *shift, float epsilon) {
  for (int64_t row = 0; row < rows; row++)
    normalize_row(output + row * width, x + row * width, width, scale, shift, epsilon);
}

LEVELS void conednn_rotate(
    float *x, int64_t rows, int64_t heads, int64_t width, int64_t turned, const float *cosines,
    const float *sines) {
  int64_t half = turned / 2;
  for (int64_t row = 0; row < rows; row++) {
    const float *cosine = cosines + row * half, *sine = sines + row * half;
    for (int64_t head = 0; head < heads; head++) {
      float *first = x + (row * heads + head) * width, *second = first + half;
      VECTORIZED for (int64_t i = 0; i < half; i++) {
        float a = first[i], b = second[i];
        first[i] = a * cosine[i] - b * sine[i];
        second[i] = b * cosine[i] + a * sine[i];
      }
    }
  }
}

LEVELS void conednn_gate(float *x, const float *other, int64_t count) {
  VECTORIZED for (int64_t i = 0; i < count; i++) x[i] *= other[i];
}
