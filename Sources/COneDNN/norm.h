// SPDX-License-Identifier: Apache-2.0
#ifndef CONEDNN_NORM_H
#define CONEDNN_NORM_H

#include <math.h>
#include <stdint.h>

#include "levels.h"

// result = a row of `width` values with mean 0 and variance 1 × scale + shift, which may be null;
// `result` may be `values`.
static inline __attribute__((always_inline)) void normalize_row(
    float *result, const float *values, int64_t width, const float *scale, const float *shift,
    float epsilon) {
#pragma clang fp reassociate(on) contract(fast)
  float sum = 0;
  VECTORIZED for (int64_t i = 0; i < width; i++) sum += values[i];
  float mean = sum / (float)width;
  float squares = 0;
  VECTORIZED for (int64_t i = 0; i < width; i++) {
    float distance = values[i] - mean;
    squares += distance * distance;
  }
  float factor = 1.0f / sqrtf(squares / (float)width + epsilon);
  if (shift) {
    VECTORIZED for (int64_t i = 0; i < width; i++)
        result[i] = (values[i] - mean) * factor * scale[i] + shift[i];
  } else {
    VECTORIZED for (int64_t i = 0; i < width; i++)
        result[i] = (values[i] - mean) * factor * scale[i];
  }
}

#endif
