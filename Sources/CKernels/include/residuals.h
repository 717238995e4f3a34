// SPDX-License-Identifier: Apache-2.0
#ifndef CKERNELS_RESIDUALS_H
#define CKERNELS_RESIDUALS_H

#include <stdint.h>

// Token vectors as a centroid and a residual of few bits a number (PLAID), and products of bytes.
//
// Rows are unsigned bytes, 128 more than the numbers they stand for, `width` groups of four. A panel
// holds 32 vectors of signed bytes: group k of vector l at panel[32 * k + l]. `offsets` are 128 times
// the sums of the panel's vectors, so that product(row, l) = sum of bytes(row) * panel(l) - offsets[l].
// Products are exact; paths with AVX2 need numbers of panels from -127 on. What has `avx512` in its
// name needs VNNI too if it multiplies bytes.

// For each vector of the panel, the row among first ..< first + count with the highest
// float(product) * scales[row], if that is above best[l]; the first of equal ones.
void ckernels_nearest_avx512(
    const uint8_t *rows, uint32_t width, uint32_t first, uint32_t count, const float *scales,
    const int32_t *panel, const int32_t *offsets, float *best, uint32_t *places);
void ckernels_nearest_avx2(
    const uint8_t *rows, uint32_t width, uint32_t first, uint32_t count, const float *scales,
    const int32_t *panel, float *best, uint32_t *places);

// scores[row * stride + l] = float(product) * (scales[row] * factors[l])
// levels[row * stride + l] = 128 + the nearest whole number to score * steps, within 0 ... 255
void ckernels_centroid_scores_avx512(
    const uint8_t *rows, uint32_t width, uint32_t count, const float *scales, const int32_t *panel,
    const int32_t *offsets, const float *factors, float steps, uint64_t stride, float *scores,
    uint8_t *levels);
void ckernels_centroid_scores_avx2(
    const uint8_t *rows, uint32_t width, uint32_t count, const float *scales, const int32_t *panel,
    const float *factors, float steps, uint64_t stride, float *scores, uint8_t *levels);

// For each of 32 lanes the `wanted` rows with the highest scores, best first, the first of equal ones
// first, at best[lane * wanted] and rows[lane * wanted]; `count` is at least `wanted`.
void ckernels_best_rows_avx512(
    const float *scores, uint64_t stride, uint32_t count, uint32_t wanted, float *best,
    uint32_t *rows);
void ckernels_best_rows_avx2(
    const float *scores, uint64_t stride, uint32_t count, uint32_t wanted, float *best,
    uint32_t *rows);

// Documents of tokens, each of which has the code of a centroid in two bytes, or in four.
typedef struct {
  const void *codes;
  int is_wide;
  // The first token of each document and, behind them, the number of tokens.
  const int64_t *offsets;
} ckernels_codes;

// sums[i] = the sum over lanes of the highest level of any token of documents[i], 0 where there is
// none, of those tokens whose centroid is kept, or of all if `kept` is null. `lanes` is a multiple
// of 32; `room` has room for the codes of the longest document, of the codes' size. Lanes are bytes, of
// which AVX2 has as many as a panel.
void ckernels_interact_avx2(
    const uint8_t *levels, uint32_t lanes, const ckernels_codes *codes, const uint8_t *kept,
    const uint32_t *documents, uint32_t count, void *room, uint32_t *sums);

// What tokens are made of: of every 64 numbers, byte i has number i in its lowest bits, then number
// i + 64 / (8 / bits) and so on.
typedef struct {
  uint32_t bits;
  // Groups of 64 numbers, at most CKERNELS_MOST_GROUPS.
  uint32_t groups;
  // The numbers that the bits stand for, plus 128.
  uint8_t levels[16];
  const uint8_t *residuals;
  // What a token is multiplied by, by number of length.
  const uint8_t *lengths;
  const float *table;
} ckernels_residuals;

enum { CKERNELS_MOST_GROUPS = 64 };

// A query: panels of 32 vectors, the score of every centroid with each, and what products with
// residuals are multiplied by.
typedef struct {
  uint32_t lanes;
  const int32_t *panels;
  const int32_t *offsets;
  const float *factors;
  const float *scores;
} ckernels_question;

// scores[i] = the sum over lanes, in halves, quarters and so on, panel after panel, of the highest
// fma(float(product), factor, score of the centroid) * length of any token of documents[i], each of
// which has one token at least.
void ckernels_maxsim_residuals_avx512(
    const ckernels_question *question, const ckernels_residuals *residuals,
    const ckernels_codes *codes, const uint32_t *documents, uint32_t count, float *scores);
void ckernels_maxsim_residuals_avx2(
    const ckernels_question *question, const ckernels_residuals *residuals,
    const ckernels_codes *codes, const uint32_t *documents, uint32_t count, float *scores);

// buckets[i] = how many of `count` ascending cutoffs are below numbers[i] - scale * (row[i] - 128);
// `width` is a multiple of 64.
void ckernels_buckets_avx512(
    const float *numbers, const uint8_t *row, float scale, uint32_t width, const float *cutoffs,
    uint32_t count, uint8_t *buckets);
void ckernels_buckets_avx2(
    const float *numbers, const uint8_t *row, float scale, uint32_t width, const float *cutoffs,
    uint32_t count, uint8_t *buckets);

#endif
