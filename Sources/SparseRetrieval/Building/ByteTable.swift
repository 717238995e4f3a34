// SPDX-License-Identifier: Apache-2.0

/// Distinct byte strings, none empty, numbered 0, 1, 2 … in the order in which they first came.
struct ByteTable: Sendable {
  /// All strings, one after the other.
  private(set) var bytes: [UInt8] = []
  /// Start of every string, then the end of the last.
  private(set) var offsets: [Int] = [0]
  /// Upper half of the hash above, number + 1 below; 0 is an empty slot.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)

  /// The number of strings.
  var count: Int { offsets.count - 1 }

  /// Bytes of memory in use.
  var byteCount: Int { bytes.count + (offsets.count + slots.count) * MemoryLayout<UInt64>.stride }

  /// The number of a string, which is added when it is new.
  mutating func insert(_ string: UnsafeRawBufferPointer) -> (number: Int, isNew: Bool) {
    guard let start = string.baseAddress, !string.isEmpty else {
      preconditionFailure("a byte table holds no empty string")
    }
    let length = string.count
    let hash = ByteHash.hash(start, length)
    let tag = hash & 0xFFFF_FFFF_0000_0000
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] & 0xFFFF_FFFF_0000_0000 == tag {
        let number = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) &- 1
        if equals(number, start, length) { return (number, false) }
      }
      slot = (slot &+ 1) & mask
    }
    let number = count
    slots[slot] = tag | UInt64(number &+ 1)
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: length))
    offsets.append(bytes.count)
    if count &* 2 > slots.count { grow() }
    return (number, true)
  }

  private func equals(_ number: Int, _ start: UnsafeRawPointer, _ length: Int) -> Bool {
    let from = offsets[number]
    guard offsets[number &+ 1] &- from == length else { return false }
    return bytes.withUnsafeBytes { own in
      UnsafeRawBufferPointer(rebasing: own[from..<(from &+ length)])
        .elementsEqual(UnsafeRawBufferPointer(start: start, count: length))
    }
  }

  private mutating func grow() {
    precondition(slots.count < 1 << 32, "a table holds at most 2^31 strings")
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    bytes.withUnsafeBytes { own in
      for number in 0..<count {
        let string = own[offsets[number]..<offsets[number + 1]]
        guard let start = UnsafeRawBufferPointer(rebasing: string).baseAddress else { continue }
        let hash = ByteHash.hash(start, string.count)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while larger[slot] != 0 { slot = (slot &+ 1) & mask }
        larger[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(number &+ 1)
      }
    }
    slots = larger
  }

  /// Calls `body` with the bytes of string `number`.
  func withBytes<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { body(.init(rebasing: $0[offsets[number]..<offsets[number + 1]])) }
  }
}
