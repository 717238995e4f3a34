// SPDX-License-Identifier: Apache-2.0

/// The terms of a ``ByteTable``, ascending by their bytes.
///
/// `@unchecked Sendable`: never changes after `init`.
final class SortedTerms: @unchecked Sendable {
  /// The terms, one after the other.
  private let names: UnsafeMutableRawBufferPointer
  /// Start of every term, then the end of the last.
  private let offsets: [Int]
  /// The number that each term has in the table.
  let numbers: [UInt32]

  init(_ table: ByteTable) {
    let order = Self.order(table)
    let names = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, table.bytes.count), alignment: 1)
    var offsets = [0]
    offsets.reserveCapacity(order.count + 1)
    var end = 0
    table.bytes.withUnsafeBytes { bytes in
      for number in order {
        let name = bytes[table.offsets[Int(number)]..<table.offsets[Int(number) + 1]]
        UnsafeMutableRawBufferPointer(rebasing: names[end...]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: name))
        end += name.count
        offsets.append(end)
      }
    }
    self.names = names
    self.offsets = offsets
    numbers = order
  }

  deinit { names.deallocate() }

  /// The bytes of the term at position `row`, valid as long as this object.
  func name(_ row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: names[offsets[row]..<offsets[row + 1]])
  }

  /// A term with its first eight bytes as a number that orders as they do.
  private struct Entry {
    var prefix: UInt64
    var number: UInt32
  }

  private static func order(_ table: ByteTable) -> [UInt32] {
    table.bytes.withUnsafeBytes { bytes in
      func name(_ number: UInt32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
          rebasing: bytes[table.offsets[Int(number)]..<table.offsets[Int(number) + 1]])
      }
      var entries = (0..<UInt32(table.count)).map {
        Entry(prefix: TermPrefix.of(name($0)), number: $0)
      }
      entries.sort {
        $0.prefix != $1.prefix
          ? $0.prefix < $1.prefix : name($0.number).lexicographicallyPrecedes(name($1.number))
      }
      return entries.map(\.number)
    }
  }
}

/// The first eight bytes of a term as a number that orders as they do.
enum TermPrefix {
  static func of(_ name: UnsafeRawBufferPointer) -> UInt64 {
    if name.count >= 8 { return UInt64(bigEndian: name.loadUnaligned(as: UInt64.self)) }
    var prefix: UInt64 = 0
    for index in 0..<name.count { prefix |= UInt64(name[index]) << UInt64(56 - 8 * index) }
    return prefix
  }
}
