// SPDX-License-Identifier: Apache-2.0

/// GPT-2's alphabet: every byte as a visible character, so that no text is unknown.
enum ByteAlphabet {
  /// The UTF-8 of the character for each byte; the second byte is 0 where one is enough.
  static let characters: [(UInt8, UInt8)] = {
    var others: UInt32 = 0x100
    return (0...255).map { (byte: UInt32) in
      var scalar = byte
      if !(0x21...0x7E).contains(byte) && !(0xA1...0xAC).contains(byte) && byte < 0xAE {
        scalar = others
        others += 1
      }
      if scalar < 0x80 { return (UInt8(scalar), 0) }
      return (0xC0 | UInt8(scalar >> 6), 0x80 | UInt8(scalar & 0x3F))
    }
  }()

  /// The byte of each character, by its code point.
  static let bytes: [UInt32: UInt8] = {
    var bytes: [UInt32: UInt8] = [:]
    for (byte, (first, second)) in characters.enumerated() {
      let scalar = second == 0 ? UInt32(first) : UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F)
      bytes[scalar] = UInt8(byte)
    }
    return bytes
  }()

  @inline(__always)
  static func append(_ byte: UInt8, _ alphabet: [(UInt8, UInt8)], to new: inout ByteBuffer) {
    let (first, second) = alphabet[Int(byte)]
    new.append(first)
    if second != 0 { new.append(second) }
  }
}

/// GPT-2's pre-tokenization: words with the space before them, in ``ByteAlphabet``.
struct ByteLevel: PreTokenizer {
  private let addsPrefixSpace: Bool
  private let pattern: PatternSplit?
  private let alphabet = ByteAlphabet.characters

  /// - Parameter pattern: What splits the text; nil for nothing.
  init(addsPrefixSpace: Bool, pattern: PatternSplit?) {
    self.addsPrefixSpace = addsPrefixSpace
    self.pattern = pattern
  }

  func apply(to text: inout PreTokenizedText) {
    if addsPrefixSpace {
      text.rewriteEach { old, split, new in
        let isMissing = old.first != UInt8(ascii: " ")
        if isMissing { new.append(UInt8(ascii: " ")) }
        if let start = old.baseAddress { new.append(start, count: old.count) }
        return split.leading == 0 ? 0 : split.leading + (isMissing ? 1 : 0)
      }
    }
    pattern?.apply(to: &text)
    text.rewriteEach { old, split, new in
      var leading = 0
      let start = new.count
      for (index, byte) in old.enumerated() {
        ByteAlphabet.append(byte, alphabet, to: &new)
        if index < split.leading { leading = new.count - start }
      }
      return leading
    }
  }
}
