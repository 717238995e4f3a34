// SPDX-License-Identifier: Apache-2.0
#include "CICU.h"

#include <stddef.h>
#include <unicode/ubrk.h>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

#if U_ICU_VERSION_MAJOR_NUM < 70
#error "ICU 70 or later is needed"
#endif

static UBreakIterator *iterator(bench_icu_words *words) { return (UBreakIterator *)words; }

bench_icu_words *bench_icu_open_words(void) {
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
  if (U_SUCCESS(status)) return (bench_icu_words *)words;
  if (words) ubrk_close(words);
  return NULL;
}

void bench_icu_close(bench_icu_words *words) { ubrk_close(iterator(words)); }

int bench_icu_set_text(bench_icu_words *words, const uint16_t *text, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(iterator(words), (const UChar *)text, length, &status);
  return U_SUCCESS(status);
}

int32_t bench_icu_next(bench_icu_words *words) {
  int32_t boundary = ubrk_next(iterator(words));
  return boundary == UBRK_DONE ? -1 : boundary;
}

int bench_icu_is_word(bench_icu_words *words) {
  return ubrk_getRuleStatus(iterator(words)) >= UBRK_WORD_NONE_LIMIT;
}

void bench_icu_version(int *major, int *minor) {
  UVersionInfo version;
  u_getVersion(version);
  *major = version[0];
  *minor = version[1];
}
