// SPDX-License-Identifier: Apache-2.0

@testable import SparseRetrieval

/// An index file whose sections are changed and whose checksums are made to fit.
struct ForgedIndexFile {
  private static let headerStart = 24
  private static let recordSize = 24

  private(set) var bytes: [UInt8]
  private let sections: Int

  init(_ bytes: [UInt8], sections: Int) {
    self.bytes = bytes
    self.sections = sections
  }

  /// Applies changes of eight bytes each, then makes all checksums right.
  mutating func apply(all changes: UnsafeRawBufferPointer) {
    for start in stride(from: 0, through: changes.count - 8, by: 8) {
      apply(UnsafeRawBufferPointer(rebasing: changes[start..<(start + 8)]))
    }
    seal()
  }

  private func record(_ section: Int) -> Int { Self.headerStart + section * Self.recordSize }

  private func number(at offset: Int) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
  }

  private mutating func store(_ number: UInt64, at offset: Int) {
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: number, toByteOffset: offset, as: UInt64.self)
    }
  }

  /// Where a section lies, if its record still says something possible.
  private func range(_ section: Int) -> Range<Int>? {
    let start = number(at: record(section))
    let size = number(at: record(section) + 8)
    guard start <= UInt64(bytes.count), size <= UInt64(bytes.count) - start else { return nil }
    return Int(start)..<Int(start + size)
  }

  /// Eight bytes: the section, what to do, a place in it (two), a number (four).
  private mutating func apply(_ change: UnsafeRawBufferPointer) {
    let section = Int(change[0]) % sections
    let place = Int(change.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
    let value = change.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
    guard let range = range(section), !range.isEmpty else { return }
    let offset = range.lowerBound + place % range.count
    let word = range.lowerBound + place % range.count / 4 * 4
    switch change[1] % 6 {
    case 0: bytes[offset] = UInt8(truncatingIfNeeded: value)
    case 1: bytes[offset] ^= 1 << UInt8(value % 8)
    case 2 where word + 4 <= range.upperBound:
      for byte in 0..<4 {
        bytes[word + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))
      }
    case 3: bytes[offset] = bytes[offset] &+ UInt8(truncatingIfNeeded: Int32(bitPattern: value) % 3)
    case 4: store(UInt64(max(0, range.count - Int(value % 64))), at: record(section) + 8)
    case 5: store(UInt64(range.lowerBound) &+ UInt64(value % 4) * 64, at: record(section))
    default: break
    }
  }

  /// Makes the checksums of all sections and of the header right.
  private mutating func seal() {
    for section in 0..<sections {
      guard let range = range(section) else { continue }
      let sum = bytes[range].withUnsafeBytes { Checksum.of($0) }
      store(sum, at: record(section) + 16)
    }
    let end = record(sections)
    store(bytes[..<end].withUnsafeBytes { Checksum.of($0) }, at: end)
  }
}
