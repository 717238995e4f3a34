// SPDX-License-Identifier: Apache-2.0
#ifndef CKERNELS_QUESTIONS_H
#define CKERNELS_QUESTIONS_H

#include "CKernels.h"

// Tokens whose centroids' scores are asked for before they are read.
enum { CKERNELS_TOKENS_AHEAD = 16 };

// The centroid of a token.
static inline uint64_t ckernels_code(const ckernels_codes *codes, int64_t token) {
  return codes->is_wide ? ((const uint32_t *)codes->codes)[token]
                        : ((const uint16_t *)codes->codes)[token];
}

// Asks for the scores with a panel of the centroids of at most `count` tokens before `end`.
static inline void ckernels_fetch_scores(
    const ckernels_question *question, const ckernels_codes *codes, int64_t token, int64_t end,
    int64_t count, uint32_t panel) {
  if (end > token + count) end = token + count;
  for (; token < end; token++)
    ckernels_fetch(
        question->scores + ckernels_code(codes, token) * question->lanes + 32 * panel,
        32 * sizeof(float));
}

// Asks for what is read of a document beside its codes, of scores those of the first tokens.
static inline void ckernels_fetch_document(
    const ckernels_question *question, const ckernels_residuals *residuals,
    const ckernels_codes *codes, uint32_t document) {
  int64_t first = codes->offsets[document], end = codes->offsets[document + 1];
  uint64_t size = 8ull * residuals->bits * residuals->groups, tokens = (uint64_t)(end - first);
  ckernels_fetch(residuals->residuals + (uint64_t)first * size, tokens * size);
  ckernels_fetch(residuals->lengths + first, tokens);
  ckernels_fetch_scores(question, codes, first, end, CKERNELS_TOKENS_AHEAD, 0);
}

#endif
