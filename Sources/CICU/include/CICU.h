// SPDX-License-Identifier: Apache-2.0

// The word break iterator of the installed ICU, without its headers: Swift's Foundation brings an ICU
// of its own, whose declarations clash with them.

#ifndef CICU_H
#define CICU_H

#include <stdint.h>

/// A place in a text, of one thread.
typedef struct bench_icu_words bench_icu_words;

/// A word break iterator by the rules of the root locale; NULL when ICU's data is missing.
bench_icu_words *bench_icu_open_words(void);

void bench_icu_close(bench_icu_words *words);

/// Begins with `length` UTF-16 code units, which outlive the iteration; 0 when ICU refuses.
int bench_icu_set_text(bench_icu_words *words, const uint16_t *text, int32_t length);

/// The next boundary; -1 after the last.
int32_t bench_icu_next(bench_icu_words *words);

/// Whether what lies before the last boundary is a word or a number, not space or punctuation.
int bench_icu_is_word(bench_icu_words *words);

/// The version of the library that is running.
void bench_icu_version(int *major, int *minor);

#endif
