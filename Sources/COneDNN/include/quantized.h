// SPDX-License-Identifier: Apache-2.0
#ifndef CONEDNN_QUANTIZED_H
#define CONEDNN_QUANTIZED_H

#include <stdint.h>

// Products in whole numbers: weights of one byte, each output with its own scale, and inputs of one
// byte, each row with its own scale and zero.

// How a row was rounded: value = scale × (byte - zero).
typedef struct {
  float scale;
  int32_t zero;
} conednn_row_scale;

// Rounds each of `rows` rows of `width` values to bytes between its lowest and highest value, 0 among
// them.
void conednn_quantize(
    const float *x, int64_t rows, int64_t width, uint8_t *output, conednn_row_scale *scales);

// Rounds each of `outputs` rows of weights to -127 … 127; `sums` are those of the rounded rows.
void conednn_quantize_weights(
    const float *weights, int64_t outputs, int64_t inputs, int8_t *rounded, float *scales,
    int32_t *sums);

// output = activation(scales × (x - zero × sums) + bias) for `rows` rows of `width` sums of products;
// `bias` may be null.
void conednn_dequantize(
    const int32_t *x, const conednn_row_scale *row_scales, int64_t rows, int64_t width,
    const float *scales, const int32_t *sums, const float *bias, int activation, float *output);

#endif
