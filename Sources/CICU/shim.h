#include <unicode/ubrk.h>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

#if U_ICU_VERSION_MAJOR_NUM < 70
#error "ICU 70 or later is needed"
#endif

// ICU's functions carry its version in their names (ubrk_open_72), by macros that Swift does not
// see. These names stay.

/// A word break iterator by the rules of the root locale; NULL when ICU's data is missing.
static inline UBreakIterator *bench_icu_open_words(void) {
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
  if (U_SUCCESS(status)) return words;
  if (words) ubrk_close(words);
  return NULL;
}

/// Begins with `length` UTF-16 code units, which outlive the iteration; whether that succeeded.
static inline int bench_icu_set_text(UBreakIterator *words, const UChar *text, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(words, text, length, &status);
  return U_SUCCESS(status);
}

/// The next boundary, or UBRK_DONE.
static inline int32_t bench_icu_next(UBreakIterator *words) { return ubrk_next(words); }

/// Whether the segment before the last boundary is a word or a number, not space or punctuation.
static inline int bench_icu_is_word(UBreakIterator *words) {
  return ubrk_getRuleStatus(words) >= UBRK_WORD_NONE_LIMIT;
}

static inline void bench_icu_close(UBreakIterator *words) { ubrk_close(words); }

/// The version of the library that is running, major and minor number.
static inline void bench_icu_version(int *major, int *minor) {
  UVersionInfo version;
  u_getVersion(version);
  *major = version[0];
  *minor = version[1];
}
