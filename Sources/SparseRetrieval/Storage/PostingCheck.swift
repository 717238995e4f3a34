// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Decodes lists whose blocks lie in the file and checks what no checksum can promise and every
/// search relies on: that their documents are in the collection and ascend.
struct PostingCheck: ~Copyable {
  private let documentCount: Int
  private let packing = BitPacking()
  private let documents: UnsafeMutablePointer<UInt32>

  init(documentCount: Int) {
    self.documentCount = documentCount
    documents = .allocate(capacity: blockSize + BitPacking.overrun)
    documents.initialize(repeating: 0, count: blockSize + BitPacking.overrun)
  }

  deinit { documents.deallocate() }

  /// Whether a list may be searched.
  func accepts(_ list: PostingList) -> Bool {
    (0..<list.blockCount).allSatisfy { block in
      let count = list.decode(block, into: documents, with: packing).count
      let last = documents[count - 1]
      return (block == 0 || documents[0] > list.last(block - 1)) && ascend(count)
        && last <= list.last(block) && Int(last) < documentCount
    }
  }

  /// Whether each of the first `count` documents is higher than the one before; gaps that wrap
  /// around lead to one that is not.
  private func ascend(_ count: Int) -> Bool {
    var falls: UInt32 = 0
    for row in 1..<max(1, count) { falls |= documents[row] > documents[row &- 1] ? 0 : 1 }
    return falls == 0
  }
}
