// SPDX-License-Identifier: Apache-2.0

/// The best of many documents: score descending, then position in the corpus ascending.
struct RankedDocuments {
  /// A document and its score.
  struct Hit: Hashable {
    var document: UInt32
    var score: Float

    /// Whether it stands before another.
    func isAhead(of other: Hit) -> Bool {
      score != other.score ? score > other.score : document < other.document
    }
  }

  private let depth: Int
  /// A heap with the worst on top.
  private var heap: [Hit] = []

  init(depth: Int) { self.depth = depth }

  /// The last one, where there are as many as are wanted.
  var worst: Hit? { heap.count == depth ? heap.first : nil }

  /// Adds a document, which comes once.
  mutating func offer(_ hit: Hit) {
    if heap.count < depth {
      heap.append(hit)
      var child = heap.count - 1
      while child > 0, heap[(child - 1) / 2].isAhead(of: heap[child]) {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    } else if let worst = heap.first, hit.isAhead(of: worst) {
      heap[0] = hit
      var parent = 0
      while 2 * parent + 1 < heap.count {
        var child = 2 * parent + 1
        if child + 1 < heap.count, heap[child].isAhead(of: heap[child + 1]) { child += 1 }
        guard heap[parent].isAhead(of: heap[child]) else { return }
        heap.swapAt(parent, child)
        parent = child
      }
    }
  }

  /// All of them, best first.
  consuming func sorted() -> [Hit] { heap.sorted { $0.isAhead(of: $1) } }
}
