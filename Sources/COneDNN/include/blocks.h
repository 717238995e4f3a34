// SPDX-License-Identifier: Apache-2.0
#ifndef CONEDNN_BLOCKS_H
#define CONEDNN_BLOCKS_H

#include <stdint.h>

// Row-wise operations of transformers younger than BERT.

// output = norm(x) × scale + shift for each of `rows` rows of `width` values; `shift` may be null.
void conednn_layer_norm_to(
    float *output, const float *x, int64_t rows, int64_t width, const float *scale,
    const float *shift, float epsilon);

// Rotary positions: in each of `heads` vectors of `width` values in each row, turns values i and
// i + turned / 2 for i < turned / 2 by the row's angle i, whose cosine and sine lie in rows of
// turned / 2 values.
void conednn_rotate(
    float *x, int64_t rows, int64_t heads, int64_t width, int64_t turned, const float *cosines,
    const float *sines);

// x = x × other, value by value.
void conednn_gate(float *x, const float *other, int64_t count);

#endif
