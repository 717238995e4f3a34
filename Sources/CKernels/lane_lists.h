// SPDX-License-Identifier: Apache-2.0
#ifndef CKERNELS_LANE_LISTS_H
#define CKERNELS_LANE_LISTS_H

#include <stdint.h>

// For each of 32 lanes a list of rows with the highest scores, best first, kept in order by
// insertion: of equal scores those that came first.
typedef struct {
  uint32_t wanted;
  float *best;
  uint32_t *rows;
  // By lane, what a score has to be above to be inserted.
  float limits[32];
} ckernels_lane_lists;

// Lists of rows of the lowest score, in memory for `wanted` entries a lane.
static inline ckernels_lane_lists ckernels_no_rows(uint32_t wanted, float *best, uint32_t *rows) {
  ckernels_lane_lists lists = {wanted, best, rows, {0}};
  for (int lane = 0; lane < 32; lane++) lists.limits[lane] = -__builtin_inff();
  for (uint32_t i = 0; i < 32 * wanted; i++) {
    best[i] = -__builtin_inff();
    rows[i] = 0;
  }
  return lists;
}

// Inserts a row in the lists of some lanes, one bit each, whose score is above the limit.
static inline void ckernels_insert(
    ckernels_lane_lists *lists, uint32_t lanes, const float *scores, uint32_t row) {
  for (; lanes != 0; lanes &= lanes - 1) {
    uint32_t lane = (uint32_t)__builtin_ctz(lanes);
    float *list = lists->best + lane * (uint64_t)lists->wanted;
    uint32_t *places = lists->rows + lane * (uint64_t)lists->wanted;
    uint32_t place = lists->wanted - 1;
    for (; place > 0 && list[place - 1] < scores[lane]; place--) {
      list[place] = list[place - 1];
      places[place] = places[place - 1];
    }
    list[place] = scores[lane];
    places[place] = row;
    lists->limits[lane] = list[lists->wanted - 1];
  }
}

#endif
