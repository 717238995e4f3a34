// SPDX-License-Identifier: Apache-2.0

/// The memory that a snappy block is decompressed to.
///
/// Bytes are moved in blocks, of which the last may reach beyond the end of what was asked for:
/// what lies there is written later, or is ``slack``.
struct SnappyOutput {
  /// How many bytes behind the content must be there to be overwritten.
  static let slack = 16

  private typealias Block = (UInt64, UInt64)

  /// Room for ``size`` bytes and ``slack``.
  let base: UnsafeMutableRawPointer
  /// The number of bytes that there will be.
  let size: Int
  /// The number of bytes so far.
  private(set) var count = 0

  init(base: UnsafeMutableRawPointer, size: Int) {
    self.base = base
    self.size = size
  }

  /// The number of bytes still to come.
  var room: Int { size - count }

  /// Appends `literal`, for which there is room.
  ///
  /// - Parameter available: How many bytes may be read from its start, beyond its end too.
  @inline(__always)
  mutating func append(_ literal: UnsafeRawBufferPointer, available: Int) {
    guard let source = literal.baseAddress else { return }
    if literal.count <= Self.slack && available >= Self.slack {
      move(source, to: base + count)
    } else {
      (base + count).copyMemory(from: source, byteCount: literal.count)
    }
    count += literal.count
  }

  /// Appends `length` bytes that begin `offset` bytes back; there are so many, and there is room.
  /// They may reach into themselves, and then repeat.
  @inline(__always)
  mutating func `repeat`(_ length: Int, from offset: Int) {
    let target = base + count
    let source = UnsafeRawPointer(target - offset)
    count += length
    if offset >= Self.slack {
      for done in stride(from: 0, to: length, by: Self.slack) {
        move(source + done, to: target + done)
      }
    } else if offset >= 8 {
      for done in stride(from: 0, to: length, by: 8) {
        let word = (source + done).loadUnaligned(as: UInt64.self)
        (target + done).storeBytes(of: word, as: UInt64.self)
      }
    } else {
      for done in 0..<length {
        (target + done).storeBytes(
          of: source.load(fromByteOffset: done, as: UInt8.self), as: UInt8.self)
      }
    }
  }

  @inline(__always)
  private func move(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    target.storeBytes(of: source.loadUnaligned(as: Block.self), as: Block.self)
  }
}
