// SPDX-License-Identifier: Apache-2.0

/// Remembers the ids of pieces of text; when it is full it begins again.
struct WordCache {
  private struct Entry {
    var hash: UInt64
    var word: UInt32
    var length: UInt16
    var count: UInt16
    var ids: UInt32
  }

  /// The longest piece that is remembered, in bytes.
  static let longestWord = 128
  private static let mostWords = 1 << 16
  private var slots: [UInt32]
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  private var ids: [Int32] = []

  init() {
    slots = Array(repeating: 0, count: 1 << 12)
  }

  /// Appends the ids of `word`, if it is known.
  @inline(__always)
  func find(
    _ word: UnsafeBufferPointer<UInt8>, hash: UInt64, into target: inout [Int32]
  ) -> Bool {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] > 0 {
      let entry = entries[Int(slots[slot] - 1)]
      if entry.hash == hash, Int(entry.length) == word.count,
        isEqual(word, at: Int(entry.word))
      {
        if entry.count == 1 {
          target.append(ids[Int(entry.ids)])
        } else {
          target.append(contentsOf: ids[Int(entry.ids)..<Int(entry.ids) + Int(entry.count)])
        }
        return true
      }
      slot = (slot + 1) & mask
    }
    return false
  }

  /// Remembers that `word`, which is not known, has the last ids of `source` from `start` on.
  mutating func insert(
    _ word: UnsafeBufferPointer<UInt8>, hash: UInt64, _ source: [Int32], from start: Int
  ) {
    if entries.count == Self.mostWords { removeAll() }
    if entries.count * 2 >= slots.count { grow() }
    let entry = Entry(
      hash: hash, word: UInt32(bytes.count), length: UInt16(word.count),
      count: UInt16(source.count - start), ids: UInt32(ids.count))
    entries.append(entry)
    bytes.append(contentsOf: word)
    ids.append(contentsOf: source[start...])
    put(entries.count, hash)
  }

  @inline(__always)
  private func isEqual(_ word: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < word.count && bytes[start + index] == word[index] { index += 1 }
      return index == word.count
    }
  }

  private mutating func put(_ place: Int, _ hash: UInt64) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] > 0 { slot = (slot + 1) & mask }
    slots[slot] = UInt32(place)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (place, entry) in entries.enumerated() { put(place + 1, entry.hash) }
  }

  private mutating func removeAll() {
    for slot in slots.indices { slots[slot] = 0 }
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
  }
}
