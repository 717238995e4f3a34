// SPDX-License-Identifier: Apache-2.0

/// Porter's stemmer for English with its author's later amendments, as in Lucene.
///
/// M. F. Porter, An algorithm for suffix stripping, Program 14 (3), 1980. The amendments: `-bli`
/// and `-logi` in step 2, and words of one or two letters stay as they are. Works in place, on
/// ASCII or UTF-16 code units; anything but a, e, i, o, u and some y is a consonant.
struct PorterStemmer<Unit: FixedWidthInteger & UnsignedInteger> {
  private let word: UnsafeMutablePointer<Unit>
  /// Units of the word so far.
  private var count: Int
  /// Units before the suffix found last.
  private var stem = 0

  /// Stems the `count` lower case units at `word` in place and returns how many are left, never
  /// more than there were.
  static func stem(_ word: UnsafeMutablePointer<Unit>, count: Int) -> Int {
    guard count > 2 else { return count }
    var stemmer = PorterStemmer(word: word, count: count)
    stemmer.removePlural()
    stemmer.removePastAndGerund()
    stemmer.replaceFinalY()
    stemmer.shortenDoubleSuffix()
    stemmer.shortenSuffix()
    stemmer.removeSuffix()
    stemmer.removeFinalE()
    return stemmer.count
  }

  private init(word: UnsafeMutablePointer<Unit>, count: Int) {
    self.word = word
    self.count = count
  }

  /// Step 1a.
  private mutating func removePlural() {
    guard last(is: "s") else { return }
    if ends("sses") {
      count -= 2
    } else if ends("ies") {
      replace("i")
    } else if letter(count - 2) != "s" {
      count -= 1
    }
  }

  /// Step 1b.
  private mutating func removePastAndGerund() {
    if ends("eed") {
      if measure() > 0 { count -= 1 }
    } else if ends("ed") || ends("ing"), stemHasVowel() {
      count = stem
      if ends("at") {
        replace("ate")
      } else if ends("bl") {
        replace("ble")
      } else if ends("iz") {
        replace("ize")
      } else if endsInDoubleConsonant() {
        if !(last(is: "l") || last(is: "s") || last(is: "z")) { count -= 1 }
      } else if measure() == 1, isShortSyllable(before: count) {
        replace("e")
      }
    }
  }

  /// Step 1c.
  private mutating func replaceFinalY() {
    if ends("y"), stemHasVowel() { replace("i") }
  }

  /// Step 2: `-ization` to `-ize` and the like.
  private mutating func shortenDoubleSuffix() {
    switch penultimate {
    case "a": _ = shorten("ational", to: "ate") || shorten("tional", to: "tion")
    case "c": _ = shorten("enci", to: "ence") || shorten("anci", to: "ance")
    case "e": _ = shorten("izer", to: "ize")
    case "g": _ = shorten("logi", to: "log")
    case "l":
      _ =
        shorten("bli", to: "ble") || shorten("alli", to: "al") || shorten("entli", to: "ent")
        || shorten("eli", to: "e") || shorten("ousli", to: "ous")
    case "o":
      _ =
        shorten("ization", to: "ize") || shorten("ation", to: "ate") || shorten("ator", to: "ate")
    case "s":
      _ =
        shorten("alism", to: "al") || shorten("iveness", to: "ive")
        || shorten("fulness", to: "ful") || shorten("ousness", to: "ous")
    case "t":
      _ =
        shorten("aliti", to: "al") || shorten("iviti", to: "ive") || shorten("biliti", to: "ble")
    default: break
    }
  }

  /// Step 3: `-icate` to `-ic` and the like.
  private mutating func shortenSuffix() {
    switch letter(count - 1) {
    case "e":
      _ = shorten("icate", to: "ic") || shorten("ative", to: "") || shorten("alize", to: "al")
    case "i": _ = shorten("iciti", to: "ic")
    case "l": _ = shorten("ical", to: "ic") || shorten("ful", to: "")
    case "s": _ = shorten("ness", to: "")
    default: break
    }
  }

  /// Step 4: the remaining suffixes of long words.
  private mutating func removeSuffix() {
    let found =
      switch penultimate {
      case "a": ends("al")
      case "c": ends("ance") || ends("ence")
      case "e": ends("er")
      case "i": ends("ic")
      case "l": ends("able") || ends("ible")
      case "n": ends("ant") || ends("ement") || ends("ment") || ends("ent")
      case "o": endsInIon() || ends("ou")
      case "s": ends("ism")
      case "t": ends("ate") || ends("iti")
      case "u": ends("ous")
      case "v": ends("ive")
      case "z": ends("ize")
      default: false
      }
    if found, measure() > 1 { count = stem }
  }

  /// Step 5. The measure is that of the whole word as step 4 left it, even after an e is gone.
  private mutating func removeFinalE() {
    stem = count
    if last(is: "e") {
      let measure = measure()
      if measure > 1 || measure == 1 && !isShortSyllable(before: count - 1) { count -= 1 }
    }
    if last(is: "l"), endsInDoubleConsonant(), measure() > 1 { count -= 1 }
  }
}

// MARK: - Conditions and replacements

extension PorterStemmer {
  /// The letter at `place`; U+FFFD for all but ASCII.
  private func letter(_ place: Int) -> Unicode.Scalar {
    word[place] < 0x80 ? Unicode.Scalar(UInt8(truncatingIfNeeded: word[place])) : "\u{FFFD}"
  }

  /// The last letter but one; U+FFFD for a word of one.
  private var penultimate: Unicode.Scalar { count > 1 ? letter(count - 2) : "\u{FFFD}" }

  private func last(is letter: Unicode.Scalar) -> Bool { self.letter(count - 1) == letter }

  /// Whether the word ends in `suffix`; if so, what stands before it is the stem.
  @inline(__always)
  private mutating func ends(_ suffix: StaticString) -> Bool {
    let length = suffix.utf8CodeUnitCount
    guard length <= count else { return false }
    for place in 0..<length
    where word[count - length + place] != Unit(suffix.utf8Start[place]) {
      return false
    }
    stem = count - length
    return true
  }

  private mutating func endsInIon() -> Bool {
    ends("ion") && stem > 0 && (letter(stem - 1) == "s" || letter(stem - 1) == "t")
  }

  /// Puts `ending` after the stem.
  @inline(__always)
  private mutating func replace(_ ending: StaticString) {
    for place in 0..<ending.utf8CodeUnitCount {
      word[stem + place] = Unit(ending.utf8Start[place])
    }
    count = stem + ending.utf8CodeUnitCount
  }

  /// Whether the word ends in `suffix`, which becomes `ending` if the stem's measure is above 0.
  @inline(__always)
  private mutating func shorten(_ suffix: StaticString, to ending: StaticString) -> Bool {
    guard ends(suffix) else { return false }
    if measure() > 0 { replace(ending) }
    return true
  }

  /// A y is a vowel after a consonant: in a row of them, every second one.
  private func isConsonant(_ place: Int) -> Bool {
    switch letter(place) {
    case "a", "e", "i", "o", "u": return false
    case "y":
      var first = place
      while first > 0, letter(first - 1) == "y" { first -= 1 }
      let startsAsConsonant = first == 0 || !isConsonant(first - 1)
      return startsAsConsonant == ((place - first) % 2 == 0)
    default: return true
    }
  }

  /// How often a vowel is followed by a consonant in the stem.
  private func measure() -> Int {
    var measure = 0
    var afterVowel = false
    for place in 0..<stem {
      let consonant = isConsonant(place)
      if consonant, afterVowel { measure += 1 }
      afterVowel = !consonant
    }
    return measure
  }

  private func stemHasVowel() -> Bool {
    (0..<stem).contains { !isConsonant($0) }
  }

  private func endsInDoubleConsonant() -> Bool {
    count > 1 && word[count - 1] == word[count - 2] && isConsonant(count - 1)
  }

  /// Whether consonant, vowel, consonant other than w, x, y end at `end`: a dropped e comes back.
  private func isShortSyllable(before end: Int) -> Bool {
    guard end > 2, isConsonant(end - 1), !isConsonant(end - 2), isConsonant(end - 3) else {
      return false
    }
    let last = letter(end - 1)
    return last != "w" && last != "x" && last != "y"
  }
}
