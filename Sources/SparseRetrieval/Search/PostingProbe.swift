// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Looks up documents, ascending, in the postings of a clause.
struct PostingProbe {
  private let clause: Clause
  private let bitmap: DocumentBitmap?
  private let buffer: PostingBuffer
  private let packing: BitPacking
  private var block = 0
  private var decoded: PostingList.Block?
  private var position = 0

  init(_ clause: Clause, _ buffer: PostingBuffer, _ packing: BitPacking) {
    self.clause = clause
    bitmap = clause.bounds?.bitmap
    self.buffer = buffer
    self.packing = packing
  }

  /// The score of `document` in this clause; nil when it does not have the term.
  @inline(__always)
  mutating func score(_ document: UInt32) -> Float? {
    if let bitmap {
      return bitmap.posting(of: document).map {
        clause.score(document, frequency: clause.list.frequency($0))
      }
    }
    return search(document).map { clause.score(document, frequency: $0) }
  }

  private mutating func search(_ document: UInt32) -> UInt32? {
    while clause.list.last(block) < document {
      block &+= 1
      decoded = nil
      if block == clause.list.blockCount {
        block &-= 1
        return nil
      }
    }
    if decoded == nil {
      decoded = clause.list.decode(block, into: buffer.documents, with: packing)
      position = 0
    }
    guard let decoded else { return nil }
    while position < decoded.count, buffer.documents[position] < document { position &+= 1 }
    guard position < decoded.count, buffer.documents[position] == document else { return nil }
    return decoded.frequency(position)
  }
}
