// SPDX-License-Identifier: Apache-2.0

/// One step from tokens back to text.
protocol Decoder: Sendable {
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]]
}

/// Steps in order.
struct DecoderSequence: Decoder {
  var steps: [any Decoder]

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    steps.reduce(tokens) { $1.decode($0) }
  }
}

/// Joins all tokens.
struct FuseDecoder: Decoder {
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] { [Array(tokens.joined())] }
}

/// From ``ByteAlphabet`` back to bytes; tokens that hold other characters stay as they are.
struct ByteLevelDecoder: Decoder {
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var bytes: [UInt8] = []
    for token in tokens {
      let scalars = String(decoding: token, as: UTF8.self).unicodeScalars
      let decoded = scalars.compactMap { ByteAlphabet.bytes[$0.value] }
      bytes += decoded.count == scalars.count ? decoded : token
    }
    return [Array(String(decoding: bytes, as: UTF8.self).utf8)]
  }
}

/// Tokens `<0x..>` back to bytes; bytes that form no character become U+FFFD each.
struct ByteFallbackDecoder: Decoder {
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var bytes: [UInt8] = []
    func flush() {
      if String(validating: bytes, as: UTF8.self) != nil {
        if !bytes.isEmpty { result.append(bytes) }
      } else {
        result += repeatElement(Array("\u{FFFD}".utf8), count: bytes.count)
      }
      bytes.removeAll()
    }
    for token in tokens {
      if let byte = Self.byte(token) {
        bytes.append(byte)
      } else {
        flush()
        result.append(token)
      }
    }
    flush()
    return result
  }

  private static func byte(_ token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else {
      return nil
    }
    let text = String(decoding: token[3..<5], as: UTF8.self)
    return UInt8(text, radix: 16)
  }
}

/// ``Metaspace`` back to spaces.
struct MetaspaceDecoder: Decoder {
  var replacement: Unicode.Scalar
  /// Whether the mark at the very beginning is no space.
  var dropsFirst: Bool

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.enumerated().map { index, token in
      var result = ""
      for scalar in String(decoding: token, as: UTF8.self).unicodeScalars {
        if scalar != replacement {
          result.unicodeScalars.append(scalar)
        } else if index > 0 || !dropsFirst {
          result.unicodeScalars.append(" ")
        }
      }
      return Array(result.utf8)
    }
  }
}

/// WordPiece's tokens to words, with a space before each but where one continues.
struct WordPieceDecoder: Decoder {
  var prefix: [UInt8]
  /// Whether spaces before punctuation and English contractions are closed up.
  var cleansUp: Bool

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.enumerated().map { index, token in
      var token = token
      if index > 0 {
        if token.starts(with: prefix) {
          token.removeFirst(prefix.count)
        } else {
          token.insert(UInt8(ascii: " "), at: 0)
        }
      }
      return cleansUp ? Self.cleaned(token) : token
    }
  }

  private static let closings = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]

  private static func cleaned(_ token: [UInt8]) -> [UInt8] {
    closings.reduce(token) { $0.replacing(Array($1.0.utf8), with: Array($1.1.utf8)) }
  }
}

/// The suffix that ends words to spaces.
struct BytePairDecoder: Decoder {
  var suffix: [UInt8]

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.enumerated().map { index, token in
      token.replacing(suffix, with: index == tokens.count - 1 ? [] : [UInt8(ascii: " ")])
    }
  }
}

/// Replaces in every token.
struct ReplaceDecoder: Decoder {
  var replacement: ReplaceNormalizer

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] { tokens.map(replacement.replacing(in:)) }
}

/// Drops up to so many of one character at the ends of every token.
struct StripDecoder: Decoder {
  var content: Unicode.Scalar
  var start: Int
  var stop: Int

  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.map { token in
      var scalars = Array(String(decoding: token, as: UTF8.self).unicodeScalars)[...]
      var left = start
      while left > 0, scalars.first == content {
        scalars.removeFirst()
        left -= 1
      }
      var right = stop
      while right > 0, scalars.last == content {
        scalars.removeLast()
        right -= 1
      }
      return Array(String(String.UnicodeScalarView(scalars)).utf8)
    }
  }
}

extension [UInt8] {
  /// The bytes with every occurrence of `old`, from the left, in exchange for `new`.
  fileprivate func replacing(_ old: [UInt8], with new: [UInt8]) -> [UInt8] {
    guard !old.isEmpty, count >= old.count else { return self }
    var result: [UInt8] = []
    var position = 0
    while position < count {
      if self[position...].starts(with: old) {
        result += new
        position += old.count
      } else {
        result.append(self[position])
        position += 1
      }
    }
    return result
  }
}
