// SPDX-License-Identifier: Apache-2.0
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>

// Instruction sets with a path of their own, best last. The plain path is written in Swift.
enum {
  CKERNELS_PLAIN = 0,
  CKERNELS_AVX2 = 1,
  CKERNELS_AVX512 = 2,
};

// Bytes that may be read behind the end of any input below (their values do not matter).
enum { CKERNELS_SLACK = 64 };

// Values that may be written behind `count` of any output below.
enum { CKERNELS_OVERRUN = 16 };

// The best instruction set of this machine (CKERNELS_PLAIN on other architectures).
int ckernels_level(void);

// Unpacks `count` values of `bits` (0...25) bits, least significant bit first, and adds `add`.
// The caller makes sure that the machine has the instruction set.
void ckernels_unpack_avx2(
    const uint8_t *packed, uint32_t bits, uint32_t count, uint32_t add, uint32_t *values);
void ckernels_unpack_avx512(
    const uint8_t *packed, uint32_t bits, uint32_t count, uint32_t add, uint32_t *values);

// Unpacks `count` gaps of `bits` (0...25) bits and adds them up: values[i] = base + sum(gap + 1).
void ckernels_unpack_gaps_avx2(
    const uint8_t *packed, uint32_t bits, uint32_t count, uint32_t base, uint32_t *values);
void ckernels_unpack_gaps_avx512(
    const uint8_t *packed, uint32_t bits, uint32_t count, uint32_t base, uint32_t *values);

// The sum of `count` (at most 256) packed values of `bits` (0...25) bits.
uint64_t ckernels_sum_avx2(const uint8_t *packed, uint32_t bits, uint32_t count);
uint64_t ckernels_sum_avx512(const uint8_t *packed, uint32_t bits, uint32_t count);

// scores[i] = offset + (weight - weight / (shift + frequencies[i] * factor(documents[i]))), each
// operation rounded to float on its own, where factor(d) = table[codes[d]]; 0 for frequency 0.
void ckernels_saturation_coded_avx2(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const uint8_t *codes,
    const float *table, float weight, float shift, float offset, float *scores);
void ckernels_saturation_coded_avx512(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const uint8_t *codes,
    const float *table, float weight, float shift, float offset, float *scores);

// The same with factor(d) = factors[d].
void ckernels_saturation_avx2(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const float *factors,
    float weight, float shift, float offset, float *scores);
void ckernels_saturation_avx512(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const float *factors,
    float weight, float shift, float offset, float *scores);

// values[i] = the four bits number indices[i], low half of a byte first.
void ckernels_nibbles_avx2(
    const uint8_t *nibbles, const uint32_t *indices, uint32_t count, uint32_t *values);
void ckernels_nibbles_avx512(
    const uint8_t *nibbles, const uint32_t *indices, uint32_t count, uint32_t *values);

// Moves the rows for which (float(sums[i] + others) - lowest) * scale >= bin to the front of the
// range from ..< count, in their order, and returns where they end.
uint32_t ckernels_keep_avx512(
    uint32_t *documents, double *sums, uint32_t from, uint32_t count, double others, float lowest,
    float scale, float bin);

// Sets sums[from ..< end] to 0 and writes those that were not below `least`, with their positions,
// to the front of `kept` and `documents`; returns how many. `least` is above 0; both ends are
// multiples of 8.
uint32_t ckernels_take_avx2(
    double *sums, uint32_t from, uint32_t end, double least, uint32_t *documents, double *kept);
uint32_t ckernels_take_avx512(
    double *sums, uint32_t from, uint32_t end, double least, uint32_t *documents, double *kept);

// sums[p * lanes + l] += the sum over the eight bytes b of signs[p], lowest first, of
// tables[(256 * b + byte) * lanes + l], modulo 2^64; `lanes` is a multiple of 8.
void ckernels_sign_sums_avx2(
    const int64_t *tables, const uint64_t *signs, uint32_t count, uint32_t lanes, int64_t *sums);
void ckernels_sign_sums_avx512(
    const int64_t *tables, const uint64_t *signs, uint32_t count, uint32_t lanes, int64_t *sums);

#endif
