// SPDX-License-Identifier: Apache-2.0

/// Growing bytes with a few readable bytes beyond the end, for text on its way through the steps.
struct ByteBuffer: ~Copyable {
  /// How many bytes beyond the last one may be read; what they are is not said.
  static let slack = 16

  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int

  init() {
    capacity = 256
    base = .allocate(capacity: capacity + Self.slack)
    base.initialize(repeating: 0, count: capacity + Self.slack)
  }

  deinit { base.deallocate() }

  /// The bytes, for reading.
  @inline(__always)
  var pointer: UnsafePointer<UInt8> { UnsafePointer(base) }

  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// Cuts off what follows the first `length` bytes.
  mutating func truncate(to length: Int) { count = min(count, length) }

  /// Says how many bytes were written to ``base``, for which ``reserve(_:)`` made room.
  @inline(__always)
  mutating func setCount(_ written: Int) { count = written }

  /// Makes room for `more` bytes.
  @inline(__always)
  mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    let larger = max(capacity * 2, count + more)
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.slack)
    room.initialize(repeating: 0, count: larger + Self.slack)
    room.update(from: base, count: count)
    base.deallocate()
    base = room
    capacity = larger
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafePointer<UInt8>, count length: Int) {
    reserve(length)
    (base + count).update(from: bytes, count: length)
    count += length
  }

  mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress { append(start, count: bytes.count) }
    }
  }

  /// Appends the UTF-8 of a code point.
  @inline(__always)
  mutating func append(scalar: UInt32) {
    reserve(4)
    let target = base + count
    func continuation(_ shift: UInt32) -> UInt8 {
      0x80 | UInt8(truncatingIfNeeded: scalar >> shift & 0x3F)
    }
    switch scalar {
    case ..<0x80:
      target[0] = UInt8(truncatingIfNeeded: scalar)
      count += 1
    case ..<0x800:
      target[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
      target[1] = continuation(0)
      count += 2
    case ..<0x1_0000:
      target[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
      target[1] = continuation(6)
      target[2] = continuation(0)
      count += 3
    default:
      target[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
      target[1] = continuation(12)
      target[2] = continuation(6)
      target[3] = continuation(0)
      count += 4
    }
  }
}
