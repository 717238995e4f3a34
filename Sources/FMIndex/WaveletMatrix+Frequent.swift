// SPDX-License-Identifier: Apache-2.0

extension WaveletMatrix {
  /// Calls `body` with the `limit` most frequent tokens in a range, the most frequent first.
  ///
  /// Parts are looked at in the order of their size, so that rare tokens are never reached.
  /// J. S. Culpepper, G. Navarro, S. J. Puglisi and A. Turpin. Top-k ranked document search in general
  /// text databases. ESA 2010.
  func forEachFrequentToken(
    in range: Range<Int>, limit: Int, _ body: (_ token: UInt32, _ range: Range<Int>) -> Void
  ) {
    guard !range.isEmpty, limit > 0 else { return }
    levels.withUnsafeBufferPointer { levels in
      var heap = LargestFirst()
      heap.insert(Part(range), depth: 0)
      var found = 0
      while let (part, depth) = heap.largest {
        if depth == levels.count {
          body(part.prefix, part.range)
          found += 1
          if found == limit { return }
          heap.removeLargest()
          continue
        }
        let (zeros, ones) = Self.split(part, levels[depth])
        let (large, small) =
          zeros.high &- zeros.low >= ones.high &- ones.low ? (zeros, ones) : (ones, zeros)
        heap.replaceLargest(large, depth: depth + 1)
        if depth + 1 < levels.count {
          large.fetch(levels[depth + 1])
          if !small.isEmpty { small.fetch(levels[depth + 1]) }
        }
        if !small.isEmpty { heap.insert(small, depth: depth + 1) }
      }
    }
  }

  /// A binary heap of parts, the largest on top.
  private struct LargestFirst {
    /// The key has all of a part but where it begins: its size, its depth, and its prefix turned
    /// round, so that of equal sizes deeper parts are first, then lower tokens: an order that says
    /// which of equal tokens is found.
    private var entries: [(key: UInt64, low: UInt32)] = []

    private static let prefixBits: UInt64 = 26
    private static let prefixes: UInt64 = 1 << prefixBits - 1

    init() { entries.reserveCapacity(256) }

    private static func key(_ part: Part, _ depth: Int) -> UInt64 {
      UInt64(part.high &- part.low) << 32 | UInt64(truncatingIfNeeded: depth) << prefixBits
        | (prefixes &- UInt64(part.prefix))
    }

    var largest: (part: Part, depth: Int)? {
      guard let (key, low) = entries.first else { return nil }
      let part = Part(
        low: low, high: low &+ UInt32(truncatingIfNeeded: key >> 32),
        prefix: UInt32(truncatingIfNeeded: Self.prefixes &- key & Self.prefixes))
      return (part, Int(truncatingIfNeeded: key >> Self.prefixBits & 63))
    }

    mutating func insert(_ part: Part, depth: Int) {
      let entry = (key: Self.key(part, depth), low: part.low)
      entries.append(entry)
      entries.withUnsafeMutableBufferPointer { entries in
        var child = entries.count &- 1
        while child > 0 {
          let parent = (child &- 1) / 2
          guard entries[parent].key < entry.key else { break }
          entries[child] = entries[parent]
          child = parent
        }
        entries[child] = entry
      }
    }

    mutating func replaceLargest(_ part: Part, depth: Int) {
      sink((key: Self.key(part, depth), low: part.low))
    }

    mutating func removeLargest() {
      guard let last = entries.popLast(), !entries.isEmpty else { return }
      sink(last)
    }

    /// Puts an entry in place of the largest.
    private mutating func sink(_ entry: (key: UInt64, low: UInt32)) {
      entries.withUnsafeMutableBufferPointer { entries in
        var parent = 0
        while true {
          var child = 2 &* parent &+ 1
          guard child < entries.count else { break }
          if child &+ 1 < entries.count, entries[child &+ 1].key > entries[child].key {
            child &+= 1
          }
          guard entries[child].key > entry.key else { break }
          entries[parent] = entries[child]
          parent = child
        }
        entries[parent] = entry
      }
    }
  }
}
