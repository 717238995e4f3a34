// SPDX-License-Identifier: Apache-2.0

/// BERT's normalization: cleaning, spaces around Chinese characters, no accents, lower case.
///
/// The steps are applied one character at a time; only marks wait until their order is known.
struct BertNormalizer: Normalizer {
  private let cleansText: Bool
  private let separatesChinese: Bool
  private let stripsAccents: Bool
  let lowercases: Bool
  /// What an ASCII character becomes; ``dropped`` for none.
  private let ascii: [UInt8]
  private let properties = PropertyLookup.shared
  private let lowercase = LowercaseMapping.shared
  private let decomposition = Decomposition.shared
  private static let dropped: UInt8 = 0xFF

  /// - Parameter stripsAccents: Nil follows `lowercases`.
  init(cleansText: Bool, separatesChinese: Bool, stripsAccents: Bool?, lowercases: Bool) {
    self.cleansText = cleansText
    self.separatesChinese = separatesChinese
    self.stripsAccents = stripsAccents ?? lowercases
    self.lowercases = lowercases
    let properties = properties
    ascii = (0..<128).map { (byte: UInt8) in
      let property = properties[UInt32(byte)]
      if cleansText && property.isDropped { return Self.dropped }
      if cleansText && property.isWhitespace { return UInt8(ascii: " ") }
      let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      return lowercases && isUpper ? byte | 0x20 : byte
    }
  }

  func normalize(_ text: inout NormalizedText) {
    text.rewrite { old, leading, new, reordering in
      guard let source = old.baseAddress else { return 0 }
      return ascii.withUnsafeBufferPointer { table in
        var newLeading = 0
        var position = 0
        while position < old.count {
          new.reserve(old.count - position)
          var target = new.count
          while position < old.count, source[position] < 0x80 {
            let mapped = table[Int(source[position])]
            new.base[target] = mapped
            target += mapped == Self.dropped ? 0 : 1
            position += 1
            if position <= leading { newLeading = target }
          }
          new.setCount(target)
          if position < old.count {
            position = normalizeOthers(
              source, from: position, to: old.count, leading: leading, &newLeading, &new,
              &reordering)
          }
        }
        return newLeading
      }
    }
  }

  /// Normalizes from a character beyond ASCII up to the next ASCII character.
  private func normalizeOthers(
    _ source: UnsafePointer<UInt8>, from start: Int, to end: Int, leading: Int,
    _ newLeading: inout Int, _ new: inout ByteBuffer, _ reordering: inout Reordering
  ) -> Int {
    var position = start
    while position < end {
      guard source[position] >= 0x80 else {
        // Cleaning comes before ordering: a dropped character does not separate marks.
        guard ascii[Int(source[position])] == Self.dropped else { break }
        position += 1
        continue
      }
      let (scalar, following) = source.scalar(at: position)
      let property = properties[scalar]
      if cleansText && property.isDropped {
        position = following
        continue
      }
      let isSpace = cleansText && property.isWhitespace
      let isChinese = separatesChinese && Self.isChinese(scalar)
      if isSpace || isChinese {
        flush(&reordering, &new)
        new.append(UInt8(ascii: " "))
      }
      if !isSpace { appendBare(scalar, &new, &reordering) }
      if isChinese {
        flush(&reordering, &new)
        new.append(UInt8(ascii: " "))
      }
      if position < leading {
        flush(&reordering, &new)
        newLeading = new.count
      }
      position = following
    }
    flush(&reordering, &new)
    return position
  }

  @inline(__always)
  private func appendBare(
    _ scalar: UInt32, _ new: inout ByteBuffer, _ reordering: inout Reordering
  ) {
    guard stripsAccents else { return append(scalar, &new) }
    decomposition.decompose(scalar, isCompatible: false) { part in
      let combiningClass = decomposition.combiningClass(part)
      if combiningClass != 0 {
        if !properties[part].isNonspacingMark {
          reordering.elements.append(
            Reordering.Element(scalar: part, combiningClass: combiningClass, isLeading: false))
        }
      } else {
        flush(&reordering, &new)
        if !properties[part].isNonspacingMark { append(part, &new) }
      }
    }
  }

  private func flush(_ reordering: inout Reordering, _ new: inout ByteBuffer) {
    guard !reordering.elements.isEmpty else { return }
    reordering.sort()
    for element in reordering.elements { append(element.scalar, &new) }
    reordering.elements.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  private func append(_ scalar: UInt32, _ new: inout ByteBuffer) {
    if lowercases {
      lowercase.append(scalar, to: &new)
    } else {
      new.append(scalar: scalar)
    }
  }

  private static func isChinese(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
      0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
