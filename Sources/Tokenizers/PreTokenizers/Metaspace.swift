// SPDX-License-Identifier: Apache-2.0

/// SentencePiece's marks of white space: each space becomes a visible character, and pieces begin
/// with it.
struct Metaspace: PreTokenizer {
  /// When a piece that does not begin with the mark gets one.
  enum PrependScheme: String, Sendable {
    case first, never, always
  }

  private let replacement: [UInt8]
  private let prepends: PrependScheme
  private let splitting: CharacterSplit?

  init(replacement: Unicode.Scalar, prepends: PrependScheme, splits: Bool) {
    self.replacement = Array(String(replacement).utf8)
    self.prepends = prepends
    splitting =
      splits ? CharacterSplit(at: .character(replacement.value), .mergedWithNext) : nil
  }

  func apply(to text: inout PreTokenizedText) {
    text.rewriteEach { old, split, new in
      let begins = old.starts(with: replacement) || old.first == UInt8(ascii: " ")
      let isWanted = prepends == .always || prepends == .first && split.leading > 0
      let prefix = !begins && isWanted
      var leading = 0
      let start = new.count
      if prefix { new.append(replacement) }
      for (index, byte) in old.enumerated() {
        if byte == UInt8(ascii: " ") {
          new.append(replacement)
        } else {
          new.append(byte)
        }
        if index < split.leading { leading = new.count - start }
      }
      return leading
    }
    splitting?.apply(to: &text)
  }
}
