// SPDX-License-Identifier: Apache-2.0

/// A binary heap of merges, the first to be made on top.
struct MergeHeap {
  private var merges: [BytePairModel.Merge]

  /// An empty heap in the room of `storage`.
  init(_ storage: inout [BytePairModel.Merge]) {
    merges = []
    swap(&merges, &storage)
    merges.removeAll(keepingCapacity: true)
  }

  /// Gives the room back.
  consuming func release() -> [BytePairModel.Merge] { merges }

  mutating func push(_ merge: BytePairModel.Merge) {
    merges.append(merge)
    var child = merges.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard merges[child] < merges[parent] else { break }
      merges.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> BytePairModel.Merge? {
    guard let last = merges.popLast() else { return nil }
    guard let top = merges.first else { return last }
    merges[0] = last
    var parent = 0
    while true {
      var least = parent
      let left = 2 * parent + 1
      if left < merges.count && merges[left] < merges[least] { least = left }
      if left + 1 < merges.count && merges[left + 1] < merges[least] { least = left + 1 }
      guard least != parent else { return top }
      merges.swapAt(least, parent)
      parent = least
    }
  }
}
