// SPDX-License-Identifier: Apache-2.0

/// A token that is found in the text itself, before the model sees it.
public struct AddedToken: Sendable, Hashable {
  /// The text of the token.
  public var content: String
  /// Its number.
  public var id: Int32
  /// Whether it is left out when ids are decoded.
  public var isSpecial: Bool
  /// Whether it counts only where no word character stands beside it.
  var isSingleWord: Bool
  /// Whether white space before it belongs to it.
  var takesLeft: Bool
  /// Whether white space after it belongs to it.
  var takesRight: Bool
  /// Whether it is looked for in the normalized text.
  var isNormalized: Bool
}

/// Finds added tokens in a text: leftmost first, of those the longest.
struct AddedTokenMatcher: Sendable {
  private var trie = ByteTrie()
  private var tokens: [AddedToken] = []
  /// Whether a token begins with each byte.
  private var begins = [Bool](repeating: false, count: 256)
  private let properties = PropertyLookup.shared

  /// A part of a text: an added token, or text between two.
  struct Part {
    var start: Int
    var end: Int
    var token: Int32
  }

  /// Whether there is nothing to find.
  var isEmpty: Bool { tokens.isEmpty }

  /// Looks for `token` where `pattern` stands.
  mutating func insert(_ token: AddedToken, pattern: [UInt8]) {
    guard let first = pattern.first else { return }
    trie.insert(pattern, value: UInt32(tokens.count))
    tokens.append(token)
    begins[Int(first)] = true
  }

  /// Calls `body` with the parts of `text` in order; they may overlap where tokens take white space.
  @inline(__always)
  func forEachPart(of text: UnsafeBufferPointer<UInt8>, _ body: (Part) -> Void) {
    var done = 0
    var position = 0
    if !tokens.isEmpty {
      while let (place, start, end) = next(in: text, from: position) {
        position = end
        let token = tokens[place]
        if token.isSingleWord && isInsideWord(text, start, end) { continue }
        let from = token.takesLeft ? max(spaceStart(text, before: start), done) : start
        let to = token.takesRight ? spaceEnd(text, after: end) : end
        if done < from { body(Part(start: done, end: from, token: -1)) }
        body(Part(start: from, end: to, token: token.id))
        done = to
      }
    }
    if done != text.count { body(Part(start: done, end: text.count, token: -1)) }
  }

  @inline(__always)
  private func next(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (place: Int, start: Int, end: Int)? {
    begins.withUnsafeBufferPointer { begins in
      var position = start
      while position < text.count {
        if begins[Int(text[position])], let (place, end) = trie.longest(in: text, from: position) {
          return (Int(place), position, end)
        }
        position += 1
      }
      return nil
    }
  }

  private func isInsideWord(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard let base = text.baseAddress else { return false }
    if start > 0 && properties[base.scalar(before: start).value].isWord { return true }
    return end < text.count && properties[base.scalar(at: end).value].isWord
  }

  private func spaceStart(_ text: UnsafeBufferPointer<UInt8>, before end: Int) -> Int {
    guard let base = text.baseAddress else { return end }
    var position = end
    while position > 0 {
      let (scalar, start) = base.scalar(before: position)
      guard properties[scalar].isWhitespace else { break }
      position = start
    }
    return position
  }

  private func spaceEnd(_ text: UnsafeBufferPointer<UInt8>, after start: Int) -> Int {
    guard let base = text.baseAddress else { return start }
    var position = start
    while position < text.count {
      let (scalar, next) = base.scalar(at: position)
      guard properties[scalar].isWhitespace else { break }
      position = next
    }
    return position
  }
}
