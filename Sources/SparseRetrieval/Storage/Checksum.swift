// SPDX-License-Identifier: Apache-2.0

/// A 64-bit checksum over bytes, against damage and not against malice.
///
/// Eight independent lanes, so that it runs at the speed of memory. How the bytes are cut into
/// calls does not matter.
struct Checksum {
  private static let prime: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let stripe = 64

  private var lanes = SIMD8<UInt64>(1, 2, 3, 4, 5, 6, 7, 8) &* Self.prime
  private var count = 0
  /// The start of a stripe that is not complete.
  private var rest: [UInt8] = []

  /// The checksum of all bytes.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sum = Checksum()
    sum.add(bytes)
    return sum.value
  }

  /// Adds the next bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    count += bytes.count
    var bytes = bytes
    if !rest.isEmpty {
      let missing = min(Self.stripe - rest.count, bytes.count)
      rest.append(contentsOf: bytes[..<missing])
      bytes = UnsafeRawBufferPointer(rebasing: bytes[missing...])
      guard rest.count == Self.stripe else { return }
      rest.withUnsafeBytes { addStripes($0) }
      rest.removeAll(keepingCapacity: true)
    }
    addStripes(bytes)
    rest.append(contentsOf: bytes.suffix(bytes.count % Self.stripe))
  }

  private mutating func addStripes(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    var offset = 0
    while bytes.count &- offset >= Self.stripe {
      let words = base.loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt64>.self)
      lanes = (lanes ^ words) &* Self.prime
      lanes ^= lanes &>> 29
      offset &+= Self.stripe
    }
  }

  /// The checksum of what was added so far.
  var value: UInt64 {
    var sum = UInt64(count)
    for lane in 0..<8 { sum = Self.mix(sum, lanes[lane]) }
    for byte in rest { sum = Self.mix(sum, UInt64(byte)) }
    return sum
  }

  private static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = (sum ^ word) &* prime
    return mixed ^ (mixed >> 32)
  }
}
