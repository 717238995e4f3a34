// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include <immintrin.h>

// Adds the rows that reach their query's limit to its list; `row` counts from scan->first.
static void keep(
    const ckernels_scan *scan, const ckernels_lists *lists, uint32_t panel, uint32_t row,
    const float products[CKERNELS_LANES]) {
  uint32_t first = panel * CKERNELS_LANES, left = scan->queries - first;
  for (uint32_t lane = 0; lane < CKERNELS_LANES && lane < left; lane++) {
    uint32_t query = first + lane;
    float factor = scan->scales[row] * scan->query_scales[query];
    float score = __builtin_fmaf(products[lane], factor, scan->shifts[row]);
    if (score < lists->limits[query]) continue;
    uint64_t place = query * lists->capacity + lists->counts[query]++;
    lists->rows[place] = scan->first + row;
    lists->scores[place] = score;
  }
}

void ckernels_scan_f32_avx2(const ckernels_scan *scan, const ckernels_lists *lists) {
  uint32_t panels = (scan->queries + CKERNELS_LANES - 1) / CKERNELS_LANES;
  for (uint32_t row = 0; row < scan->count; row += 2) {
    // The last row of an odd number is worked on twice and kept once.
    uint32_t second = row + 1 < scan->count ? row + 1 : row;
    const char *x = (const char *)scan->table + row * scan->stride;
    const char *y = (const char *)scan->table + second * scan->stride;
    for (uint32_t panel = 0; panel < panels; panel++) {
      const float *queries =
          (const float *)scan->panels + (uint64_t)panel * scan->width * CKERNELS_LANES;
      __m256 sums[2][4];
#pragma clang loop unroll(full)
      for (int c = 0; c < 4; c++) sums[0][c] = sums[1][c] = _mm256_setzero_ps();
      for (uint32_t i = 0; i < scan->width; i++) {
        __m256 a = _mm256_broadcast_ss((const float *)(x + 4ull * i));
        __m256 b = _mm256_broadcast_ss((const float *)(y + 4ull * i));
#pragma clang loop unroll(full)
        for (int c = 0; c < 4; c++) {
          __m256 q = _mm256_loadu_ps(queries + (uint64_t)i * CKERNELS_LANES + 8 * c);
          sums[0][c] = _mm256_fmadd_ps(a, q, sums[0][c]);
          sums[1][c] = _mm256_fmadd_ps(b, q, sums[1][c]);
        }
      }
      float products[2][CKERNELS_LANES];
#pragma clang loop unroll(full)
      for (int c = 0; c < 4; c++) {
        _mm256_storeu_ps(products[0] + 8 * c, sums[0][c]);
        _mm256_storeu_ps(products[1] + 8 * c, sums[1][c]);
      }
      keep(scan, lists, panel, row, products[0]);
      if (second != row) keep(scan, lists, panel, second, products[1]);
    }
  }
}

#pragma clang attribute pop
#endif
