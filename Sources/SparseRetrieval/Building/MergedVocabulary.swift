// SPDX-License-Identifier: Apache-2.0

/// The terms of several partial indexes in one order, ascending by their bytes.
struct MergedVocabulary: Sendable {
  /// Stands for a partial index that does not have a term.
  static let absent = UInt32.max

  /// The number of partial indexes.
  let partialCount: Int
  /// Number of each term in each partial index, `[terms × partial indexes]`.
  private(set) var members: [UInt32]

  /// The number of distinct terms.
  var count: Int { partialCount == 0 ? 0 : members.count / partialCount }

  init(_ tables: [ByteTable]) {
    partialCount = tables.count
    let orders = tables.map(Self.sorted)
    guard orders.count > 1 else {
      members = orders.first?.map(\.number) ?? []
      return
    }
    members = []
    members.reserveCapacity(orders.map(\.count).max().map { $0 * orders.count } ?? 0)
    var heads = [Int](repeating: 0, count: orders.count)
    var smallest: [Int] = []
    while true {
      smallest.removeAll(keepingCapacity: true)
      for partial in orders.indices where heads[partial] < orders[partial].count {
        guard let best = smallest.first else {
          smallest.append(partial)
          continue
        }
        let entry = orders[partial][heads[partial]]
        let other = orders[best][heads[best]]
        switch Self.compare(entry, tables[partial], other, tables[best]) {
        case ..<0: smallest = [partial]
        case 0: smallest.append(partial)
        default: break
        }
      }
      guard !smallest.isEmpty else { break }
      let row = members.count
      members.append(contentsOf: repeatElement(Self.absent, count: orders.count))
      for partial in smallest {
        members[row + partial] = orders[partial][heads[partial]].number
        heads[partial] += 1
      }
    }
  }

  /// The number of `term` in `partial`, or ``absent``.
  func number(_ term: Int, in partial: Int) -> UInt32 { members[term * partialCount + partial] }

  /// A term with its first eight bytes as a number that orders as they do.
  private struct Entry {
    var prefix: UInt64
    var number: UInt32
  }

  private static func sorted(_ table: ByteTable) -> [Entry] {
    var entries = (0..<table.count).map { number in
      let prefix = table.withBytes(number) { bytes in
        var prefix: UInt64 = 0
        for index in 0..<8 {
          prefix = prefix << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0)
        }
        return prefix
      }
      return Entry(prefix: prefix, number: UInt32(truncatingIfNeeded: number))
    }
    entries.sort { compare($0, table, $1, table) < 0 }
    return entries
  }

  private static func compare(
    _ left: Entry, _ leftTable: ByteTable, _ right: Entry, _ rightTable: ByteTable
  ) -> Int {
    if left.prefix != right.prefix { return left.prefix < right.prefix ? -1 : 1 }
    return leftTable.withBytes(Int(left.number)) { left in
      rightTable.withBytes(Int(right.number)) { right in
        if left.lexicographicallyPrecedes(right) { return -1 }
        return left.count == right.count && left.elementsEqual(right) ? 0 : 1
      }
    }
  }
}
