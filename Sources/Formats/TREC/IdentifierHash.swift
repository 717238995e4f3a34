// SPDX-License-Identifier: Apache-2.0

/// A fast 64-bit hash of an identifier's bytes, for tables that live as long as one query.
///
/// Eight bytes a step, each a 64 × 64 → 128-bit product folded to 64 bits (the step of wyhash). It
/// never reaches a file, and collisions are always resolved by comparing the bytes.
package struct IdentifierHash {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The hash of `bytes`.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = IdentifierHash()
    var place = 0
    while place + 8 <= bytes.count {
      hash.add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
      place += 8
    }
    var last: UInt64 = 0
    for lane in 0..<(bytes.count - place) {
      last |= UInt64(bytes[place + lane]) << UInt64(8 * lane)
    }
    return hash.finish(last: last, length: bytes.count)
  }

  /// Takes eight bytes that are not the last.
  @inline(__always)
  mutating func add(_ word: UInt64) {
    state = Self.fold(state ^ word, 0xA076_1D64_78BD_642F)
  }

  /// Takes the last 0 … 7 bytes and the length of all.
  @inline(__always)
  consuming func finish(last word: UInt64, length: Int) -> UInt64 {
    Self.fold(state ^ word, 0xE703_7ED1_A0B4_28DB ^ UInt64(truncatingIfNeeded: length))
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
