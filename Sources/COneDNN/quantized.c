// SPDX-License-Identifier: Apache-2.0
#include "include/quantized.h"

#include <math.h>

#include "activations.h"
#include "include/COneDNN.h"
#include "levels.h"

#pragma clang fp contract(fast)

LEVELS void conednn_quantize(
    const float *x, int64_t rows, int64_t width, uint8_t *output, conednn_row_scale *scales) {
  for (int64_t row = 0; row < rows; row++) {
    const float *values = x + row * width;
    uint8_t *bytes = output + row * width;
    enum { LANES = 16 };
    float low[LANES] = {0}, high[LANES] = {0};
    int64_t whole = width / LANES * LANES;
    for (int64_t i = 0; i < whole; i += LANES)
      for (int lane = 0; lane < LANES; lane++) {
        low[lane] = values[i + lane] < low[lane] ? values[i + lane] : low[lane];
        high[lane] = values[i + lane] > high[lane] ? values[i + lane] : high[lane];
      }
    for (int64_t i = whole; i < width; i++) {
      low[0] = values[i] < low[0] ? values[i] : low[0];
      high[0] = values[i] > high[0] ? values[i] : high[0];
    }
    float lowest = low[0], highest = high[0];
    for (int lane = 1; lane < LANES; lane++) {
      lowest = low[lane] < lowest ? low[lane] : lowest;
      highest = high[lane] > highest ? high[lane] : highest;
    }
    float scale = (highest - lowest) / 255.0f;
    float inverse = scale > 0 ? 1.0f / scale : 0;
    int32_t zero = (int32_t)(-lowest * inverse + 0.5f);
    // Half is added once for the zero and once for rounding; all values are positive then.
    float shift = (float)zero + 0.5f;
    VECTORIZED for (int64_t i = 0; i < width; i++) {
      int32_t value = (int32_t)(values[i] * inverse + shift);
      bytes[i] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
    scales[row] = (conednn_row_scale){scale, zero};
  }
}

void conednn_quantize_weights(
    const float *weights, int64_t outputs, int64_t inputs, int8_t *rounded, float *scales,
    int32_t *sums) {
  for (int64_t row = 0; row < outputs; row++) {
    const float *values = weights + row * inputs;
    float highest = 0;
    for (int64_t i = 0; i < inputs; i++) highest = fmaxf(highest, fabsf(values[i]));
    float inverse = highest > 0 ? 127.0f / highest : 0;
    int32_t sum = 0;
    for (int64_t i = 0; i < inputs; i++) {
      int32_t value = (int32_t)lrintf(values[i] * inverse);
      rounded[row * inputs + i] = (int8_t)value;
      sum += value;
    }
    scales[row] = highest / 127.0f;
    sums[row] = sum;
  }
}

#define ROWS(ACTIVATION)                                                                        \
  for (int64_t row = 0; row < rows; row++) {                                                    \
    const int32_t *values = x + row * width;                                                    \
    float *result = output + row * width;                                                       \
    float scale = row_scales[row].scale;                                                        \
    int32_t zero = row_scales[row].zero;                                                        \
    VECTORIZED for (int64_t i = 0; i < width; i++) {                                            \
      float value = (float)(values[i] - zero * sums[i]) * (scale * scales[i]);                  \
      if (bias) value += bias[i];                                                               \
      result[i] = ACTIVATION;                                                                   \
    }                                                                                           \
  }                                                                                             \
  break;

LEVELS void conednn_dequantize(
    const int32_t *x, const conednn_row_scale *row_scales, int64_t rows, int64_t width,
    const float *scales, const int32_t *sums, const float *bias, int activation, float *output) {
  switch (activation) {
    case CONEDNN_GELU: ROWS(gelu(value))
    case CONEDNN_GELU_TANH: ROWS(gelu_tanh(value))
    case CONEDNN_SILU: ROWS(silu(value))
    case CONEDNN_RELU: ROWS(value > 0 ? value : 0)
    case CONEDNN_TANH: ROWS(hyperbolic_tangent(value))
    default: ROWS(value)
  }
}
