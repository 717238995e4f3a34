// SPDX-License-Identifier: Apache-2.0

/// Possessives, lower case, stop words and Porter's stemmer, in this order: the token filters of
/// Anserini's DefaultEnglishAnalyzer.
struct EnglishFilter {
  private let lowercase = Lowercase.shared
  private let stopWords = StopWords.english
  /// The word under the stemmer, if it is ASCII.
  private var bytes: [UInt8] = Array(repeating: 0, count: WordBreakAutomaton.maximumLength)
  /// The word under the stemmer, if it is not.
  private var units: [UInt16] = []

  /// Makes `term`, which is empty, of `surface`; false if it is a stop word.
  mutating func apply(_ surface: UnsafeBufferPointer<UInt8>, to term: inout [UInt8]) -> Bool {
    guard let source = surface.baseAddress else { return true }
    let count = Self.lengthWithoutPossessive(surface)
    if bytes.count < count { bytes = Array(repeating: 0, count: count) }
    let kept: Bool? = bytes.withUnsafeMutableBufferPointer { bytes in
      guard let word = bytes.baseAddress, Lowercase.ascii(source, count: count, into: word) else {
        return nil
      }
      guard !stopWords.contains(UnsafeBufferPointer(start: word, count: count)) else {
        return false
      }
      let length = PorterStemmer.stem(word, count: count)
      term.append(contentsOf: UnsafeBufferPointer(start: word, count: length))
      return true
    }
    if let kept { return kept }
    lowercase.append(UnsafeBufferPointer(rebasing: surface[..<count]), to: &term)
    // İ and the Kelvin sign become i and k: what is left may be a stop word all the same.
    guard !term.withUnsafeBufferPointer(stopWords.contains) else { return false }
    stem(&term)
    return true
  }

  /// The length of `surface` without a final ’s: `'`, U+2019 or U+FF07, then s or S.
  private static func lengthWithoutPossessive(_ surface: UnsafeBufferPointer<UInt8>) -> Int {
    let count = surface.count
    guard count >= 2, surface[count - 1] | 0x20 == UInt8(ascii: "s") else { return count }
    if surface[count - 2] == UInt8(ascii: "'") { return count - 2 }
    guard count >= 4 else { return count }
    switch (surface[count - 4], surface[count - 3], surface[count - 2]) {
    case (0xE2, 0x80, 0x99), (0xEF, 0xBC, 0x87): return count - 4
    default: return count
    }
  }

  /// Stems a word with more than ASCII in it.
  private mutating func stem(_ term: inout [UInt8]) {
    units.removeAll(keepingCapacity: true)
    units.append(contentsOf: String(decoding: term, as: UTF8.self).utf16)
    let length = units.withUnsafeMutableBufferPointer { units in
      units.baseAddress.map { PorterStemmer.stem($0, count: units.count) } ?? 0
    }
    term.removeAll(keepingCapacity: true)
    term.append(contentsOf: String(decoding: units[..<length], as: UTF16.self).utf8)
  }
}
