// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs `body` in a locale whose file names are UTF-8, in this thread only.
///
/// libarchive converts names to the locale's encoding, and a program starts in one that has ASCII
/// alone.
func withUTF8Names<Result>(_ body: () throws -> Result) rethrows -> Result {
  let names = ["C.UTF-8", "en_US.UTF-8"]
  let locale = names.lazy.compactMap { newlocale(LC_CTYPE_MASK, $0, nil) }.first
  guard let locale else { return try body() }
  let former = uselocale(locale)
  defer {
    uselocale(former)
    freelocale(locale)
  }
  return try body()
}
