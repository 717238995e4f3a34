// SPDX-License-Identifier: Apache-2.0
#ifndef CKERNELS_IMPACTS_H
#define CKERNELS_IMPACTS_H

#include <stdint.h>

// Adds factor * weight to the sum of each document, both operations rounded on their own. Documents are
// different from each other.
void ckernels_add_f32_avx2(
    const uint16_t *documents, const float *weights, uint64_t count, float factor, float *sums);
void ckernels_add_u8_avx2(
    const uint16_t *documents, const uint8_t *weights, uint64_t count, float factor, float *sums);

// Adds factor * code, both operations rounded on their own, to the sum of the block of each of `count`
// entries whose term is `term`: at `group` are the entries' terms, a byte each, behind them their blocks,
// then their codes. Reads up to 31 bytes behind them.
void ckernels_add_group_avx2(
    const uint8_t *group, uint32_t count, uint8_t term, float factor, float *sums);

// How many of sums[0 ..< end] are not below `least`; `end` is a multiple of 8.
uint32_t ckernels_count_f32_avx2(const float *sums, uint32_t end, float least);

// Whether the machine has AVX-512 VBMI2, beside all of CKERNELS_AVX512.
int ckernels_has_vbmi2(void);

// The sum over the terms of a vector, in their order, of factors[term] * weight, each operation
// rounded to float on its own, where only those terms are looked at whose bit (the lowest ten of the
// term's) is set in the 1024 bits of `filter`. Terms have 16 or 32 bits, weights are floats or whole
// numbers, at any address. For machines with VBMI2.
float ckernels_impact_score_16_f32(
    const uint16_t *terms, const float *weights, uint32_t count, const uint8_t *filter,
    const float *factors);
float ckernels_impact_score_16_u8(
    const uint16_t *terms, const uint8_t *weights, uint32_t count, const uint8_t *filter,
    const float *factors);
float ckernels_impact_score_32_f32(
    const uint32_t *terms, const float *weights, uint32_t count, const uint8_t *filter,
    const float *factors);
float ckernels_impact_score_32_u8(
    const uint32_t *terms, const uint8_t *weights, uint32_t count, const uint8_t *filter,
    const float *factors);

#endif
