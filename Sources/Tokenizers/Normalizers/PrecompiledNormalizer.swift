// SPDX-License-Identifier: Apache-2.0

/// SentencePiece's compiled rules: a double-array trie (as in the library `darts-clone`) from
/// sequences to offsets in a list of replacements.
///
/// As in the crate `spm_precompiled`, rules apply to whole grapheme clusters below six bytes, then to
/// single characters, and the shortest rule that a cluster begins with replaces all of it.
struct PrecompiledNormalizer: Normalizer {
  private let units: [UInt32]
  private let replacements: [UInt8]
  /// Whether a rule begins with each byte.
  private let begins: [Bool]
  private let graphemes = GraphemeClusters()
  private static let longestCluster = 5

  /// Reads the decoded content of `precompiled_charsmap`; nil when it is damaged.
  init?(_ blob: [UInt8]) {
    guard blob.count >= 4 else { return nil }
    func word(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(blob[offset + $1]) << UInt32(8 * $1) }
    }
    let size = Int(word(0)) / 4
    guard size > 0, size <= (blob.count - 4) / 4 else { return nil }
    units = (0..<size).map { word(4 + 4 * $0) }
    replacements = Array(blob[(4 + 4 * size)...])
    guard String(validating: replacements, as: UTF8.self) != nil else { return nil }
    let root = Self.offset(units[0])
    let units = units
    begins = (0..<256).map { (byte: UInt32) in
      let node = Int(root ^ byte)
      return byte > 0 && node < units.count && units[node] & (1 << 31 | 0xFF) == byte
    }
  }

  func normalize(_ text: inout NormalizedText) {
    text.rewrite { old, leading, new, _ in
      guard let base = old.baseAddress else { return 0 }
      var newLeading = 0
      var position = 0
      while position < old.count {
        // Most text: an ASCII character that no rule begins with and no mark follows.
        let byte = base[position]
        if byte < 0x80, !begins[Int(byte)], byte != UInt8(ascii: "\r"),
          position + 1 == old.count || base[position + 1] < 0x80
        {
          new.append(byte)
          position += 1
          if position <= leading { newLeading = new.count }
          continue
        }
        let end = graphemes.end(in: base, from: position, to: old.count)
        let cluster = position..<end
        if cluster.count > Self.longestCluster || !append(base, cluster, to: &new) {
          while position < end {
            let next = base.scalar(at: position).next
            if !append(base, position..<next, to: &new) {
              new.append(base + position, count: next - position)
            }
            if position < leading { newLeading = new.count }
            position = next
          }
        } else if position < leading {
          newLeading = new.count
        }
        position = end
      }
      return newLeading
    }
  }

  /// Appends what replaces `range`; false when no rule begins like it.
  private func append(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, to new: inout ByteBuffer
  ) -> Bool {
    guard begins[Int(text[range.lowerBound])], let value = shortestRule(text, range),
      value < replacements.count, replacements[value] & 0xC0 != 0x80
    else { return false }
    var end = value
    while end < replacements.count && replacements[end] != 0 { end += 1 }
    replacements.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress { new.append(start + value, count: end - value) }
    }
    return true
  }

  private func shortestRule(_ text: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int? {
    var node = Self.offset(units[0])
    for index in range {
      let byte = UInt32(text[index])
      guard byte != 0 else { return nil }
      node ^= byte
      guard node < units.count else { return nil }
      let unit = units[Int(node)]
      guard unit & (1 << 31 | 0xFF) == byte else { return nil }
      node ^= Self.offset(unit)
      if unit >> 8 & 1 != 0 {
        guard node < units.count else { return nil }
        return Int(units[Int(node)] & 0x7FFF_FFFF)
      }
    }
    return nil
  }

  @inline(__always)
  private static func offset(_ unit: UInt32) -> UInt32 {
    (unit >> 10) << ((unit & 1 << 9) >> 6)
  }
}
