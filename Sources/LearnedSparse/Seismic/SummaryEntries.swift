// SPDX-License-Identifier: Apache-2.0

/// What the summary of a block says about a term.
struct SummaryEntry {
  var term: UInt32
  /// The block, counted from the first of the part.
  var block: UInt8
  var code: UInt8
}

/// The entries of a part while its blocks are summarized.
struct SummaryEntries {
  /// Entries of a group, on average, at most: a search looks at all of a group.
  private static let groupSize = 64

  private var entries: [SummaryEntry] = []
  private var other: [SummaryEntry] = []

  /// Adds an entry; those of a term come in the order of blocks.
  mutating func append(_ entry: SummaryEntry) { entries.append(entry) }

  /// How many bits of a term number it within its group, so that groups have the size they should.
  func shift(termCount: Int) -> UInt16 {
    var shift = 0
    while shift < SeismicLayout.largestShift,
      entries.count << (shift + 1) <= Self.groupSize * termCount
    { shift += 1 }
    return UInt16(shift)
  }

  /// Adds all entries, in groups, to the lists, and forgets them.
  mutating func finish(shift: UInt16, in lists: inout SeismicLists) {
    sort()
    var start = 0
    while start < entries.count {
      let number = entries[start].term >> UInt32(shift)
      var end = start + 1
      while end < entries.count, entries[end].term >> UInt32(shift) == number { end += 1 }
      for entry in entries[start..<end] {
        lists.entries.append(UInt8(truncatingIfNeeded: entry.term & (1 << UInt32(shift) - 1)))
      }
      for entry in entries[start..<end] { lists.entries.append(entry.block) }
      for entry in entries[start..<end] { lists.entries.append(entry.code) }
      lists.groups.append(SeismicLayout.GroupRecord(number: number, end: UInt32(end)))
      start = end
    }
    entries.removeAll(keepingCapacity: true)
  }

  /// Sorts by term, a byte at a time, the lowest first; entries of a term stay in their order.
  private mutating func sort() {
    other.removeAll(keepingCapacity: true)
    other.append(
      contentsOf: repeatElement(SummaryEntry(term: 0, block: 0, code: 0), count: entries.count))
    for byte in stride(from: UInt32(0), to: 32, by: 8) {
      var starts = [Int](repeating: 0, count: 257)
      for entry in entries { starts[Int(entry.term >> byte & 255) + 1] += 1 }
      // Most terms have fewer bytes.
      if starts[1] == entries.count { continue }
      for value in 0..<256 { starts[value + 1] += starts[value] }
      for entry in entries {
        let value = Int(entry.term >> byte & 255)
        other[starts[value]] = entry
        starts[value] += 1
      }
      swap(&entries, &other)
    }
  }
}
