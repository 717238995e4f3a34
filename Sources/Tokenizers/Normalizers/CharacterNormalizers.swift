// SPDX-License-Identifier: Apache-2.0

/// Lower case, one character at a time.
struct LowercaseNormalizer: Normalizer {
  private let mapping = LowercaseMapping.shared

  func normalize(_ text: inout NormalizedText) {
    text.replaceScalars { scalar, new in
      if scalar < 0x80 {
        let isUpper = scalar &- 0x41 < 26
        new.append(UInt8(truncatingIfNeeded: isUpper ? scalar | 0x20 : scalar))
      } else {
        mapping.append(scalar, to: &new)
      }
    }
  }
}

/// Drops combining marks.
struct StripAccentsNormalizer: Normalizer {
  private let properties = PropertyLookup.shared

  func normalize(_ text: inout NormalizedText) {
    guard !text.isASCII else { return }
    text.replaceScalars { scalar, new in
      if !properties[scalar].isCombiningMark { new.append(scalar: scalar) }
    }
  }
}

/// Drops white space at the ends.
struct StripNormalizer: Normalizer {
  var stripsLeft: Bool
  var stripsRight: Bool
  private let properties = PropertyLookup.shared

  init(left: Bool, right: Bool) {
    stripsLeft = left
    stripsRight = right
  }

  func normalize(_ text: inout NormalizedText) {
    let base = text.bytes.pointer
    var start = 0
    var end = text.bytes.count
    while stripsLeft, start < end {
      let (scalar, next) = base.scalar(at: start)
      guard properties[scalar].isWhitespace else { break }
      start = next
    }
    while stripsRight, end > start {
      let (scalar, previous) = base.scalar(before: end)
      guard properties[scalar].isWhitespace else { break }
      end = previous
    }
    text.keep(start..<end)
  }
}

/// The normalization of Google's neural translation: no control characters, plain spaces.
struct TranslationNormalizer: Normalizer {
  func normalize(_ text: inout NormalizedText) {
    text.replaceScalars { scalar, new in
      switch scalar {
      case 0x0001...0x0008, 0x000B, 0x000E...0x001F, 0x007F, 0x008F, 0x009F:
        break
      case 0x0009, 0x000A, 0x000C, 0x000D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
        0xFFFD:
        new.append(UInt8(ascii: " "))
      default:
        new.append(scalar: scalar)
      }
    }
  }
}

/// Every byte as a visible character, see ``ByteAlphabet``.
struct ByteLevelNormalizer: Normalizer {
  private let alphabet = ByteAlphabet.characters

  func normalize(_ text: inout NormalizedText) {
    text.rewrite { old, leading, new, _ in
      var newLeading = 0
      for (index, byte) in old.enumerated() {
        ByteAlphabet.append(byte, alphabet, to: &new)
        if index < leading { newLeading = new.count }
      }
      return newLeading
    }
  }
}

/// Puts a text before every piece that is not empty.
struct PrependNormalizer: Normalizer {
  var prefix: [UInt8]

  func normalize(_ text: inout NormalizedText) {
    guard text.bytes.count > 0 else { return }
    text.rewrite { old, leading, new, _ in
      new.append(prefix)
      if let start = old.baseAddress { new.append(start, count: old.count) }
      return leading == 0 ? 0 : leading + prefix.count
    }
  }
}
