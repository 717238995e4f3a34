// SPDX-License-Identifier: Apache-2.0

/// Possessives, lower case, stop words and Porter's stemmer, in this order: the token filters of
/// Anserini's DefaultEnglishAnalyzer.
struct EnglishFilter {
  private let lowercase = Lowercase.shared
  /// The word under the stemmer.
  private var units: [UInt16] = Array(repeating: 0, count: WordBreakAutomaton.maximumLength + 1)

  /// Makes `term` of `surface`; false if it is a stop word.
  mutating func apply(_ surface: UnsafeBufferPointer<UInt8>, to term: inout [UInt8]) -> Bool {
    let word = UnsafeBufferPointer(rebasing: surface[..<Self.lengthWithoutPossessive(surface)])
    lowercase.append(word, to: &term)
    guard !StopWords.english.contains(term) else { return false }
    if term.allSatisfy({ $0 < 0x80 }) {
      stemASCII(&term)
    } else {
      stem(&term)
    }
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

  private mutating func stemASCII(_ term: inout [UInt8]) {
    let count = term.count
    makeRoom(for: count)
    units.withUnsafeMutableBufferPointer { units in
      guard let word = units.baseAddress else { return }
      for place in 0..<count { word[place] = UInt16(term[place]) }
      let length = PorterStemmer.stem(word, count: count)
      term.removeLast(max(0, count - length))
      for place in 0..<term.count { term[place] = UInt8(truncatingIfNeeded: word[place]) }
      for place in term.count..<length { term.append(UInt8(truncatingIfNeeded: word[place])) }
    }
  }

  private mutating func stem(_ term: inout [UInt8]) {
    makeRoom(for: term.count)
    var count = 0
    for unit in String(decoding: term, as: UTF8.self).utf16 {
      units[count] = unit
      count += 1
    }
    let length = units.withUnsafeMutableBufferPointer { units in
      units.baseAddress.map { PorterStemmer.stem($0, count: count) } ?? 0
    }
    term.removeAll(keepingCapacity: true)
    term.append(contentsOf: String(decoding: units[..<length], as: UTF16.self).utf8)
  }

  /// A word can grow by one unit (hop-ing, hop-e) after it shrank, never beyond its length.
  private mutating func makeRoom(for count: Int) {
    if units.count < count { units = Array(repeating: 0, count: count) }
  }
}
