// SPDX-License-Identifier: Apache-2.0

/// Reduces identifiers to 64 bits each, to find those that may occur twice.
///
/// Eight to ten bytes an identifier. By chance two of different identifiers are equal once in a
/// collection of five thousand million, so that whoever finds a repeated fingerprint has to compare
/// the identifiers themselves.
package struct IdentifierFingerprints: Sendable {
  /// By their first byte, so that growing and sorting touch a small part at a time.
  private var buckets = [[UInt64]](repeating: [], count: 256)

  /// No fingerprints.
  package init() {}

  /// The fingerprint of an identifier: eight bytes at a time are multiplied and folded.
  package static func fingerprint(_ identifier: UnsafeRawBufferPointer) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: identifier.count) ^ 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset < identifier.count {
      var word: UInt64 = 0
      withUnsafeMutableBytes(of: &word) {
        $0.copyBytes(from: identifier[offset..<min(offset + 8, identifier.count)])
      }
      let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      state = product.high ^ product.low ^ word.byteSwapped
      offset += 8
    }
    let product = state.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }

  /// Adds a fingerprint.
  package mutating func insert(_ fingerprint: UInt64) {
    buckets[Int(fingerprint >> 56)].appendTightly(fingerprint)
  }

  /// The fingerprints that were added more than once.
  package mutating func repeated() -> Set<UInt64> {
    var repeated: Set<UInt64> = []
    for bucket in buckets.indices {
      buckets[bucket].sort()
      for (left, right) in zip(buckets[bucket], buckets[bucket].dropFirst()) where left == right {
        repeated.insert(left)
      }
    }
    return repeated
  }
}
