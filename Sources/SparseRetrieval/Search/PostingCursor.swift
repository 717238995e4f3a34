// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Goes through the postings of a clause, block by decoded and scored block.
struct PostingCursor {
  private let list: PostingList
  private let scoring: TermScoring
  private let factors: Saturation.Factors
  private let buffer: PostingBuffer
  /// Whether postings score at all, or only say which documents there are.
  private let isScored: Bool
  private var block = 0
  private var position = 0
  private var count = 0
  /// The document at the cursor; `UInt32.max` behind the last.
  private(set) var document: UInt32 = 0

  /// A cursor over all postings of a clause, or over its champions, which then do not score.
  init(_ clause: Clause, champions: PostingList? = nil, _ buffer: PostingBuffer) {
    list = champions ?? clause.list
    scoring = clause.scoring
    factors = clause.factors
    self.buffer = buffer
    isScored = champions == nil
  }

  /// Decodes the first block.
  mutating func start(_ scratch: SearchScratch) { load(scratch) }

  /// Adds the scores of all documents before `end` to a window that starts at `start`.
  @inline(__always)
  mutating func accumulate(_ start: UInt32, _ end: UInt32, _ scratch: SearchScratch) {
    let sums = scratch.sums
    let touched = scratch.touched
    while document < end {
      var row = position
      if isScored {
        while row < count, buffer.documents[row] < end {
          let slot = Int(buffer.documents[row] &- start)
          sums[slot] += Double(buffer.scores[row])
          touched[slot >> 6] |= 1 &<< UInt64(slot & 63)
          row &+= 1
        }
      } else {
        while row < count, buffer.documents[row] < end {
          let slot = Int(buffer.documents[row] &- start)
          touched[slot >> 6] |= 1 &<< UInt64(slot & 63)
          row &+= 1
        }
      }
      position = row
      if row < count {
        document = buffer.documents[row]
        return
      }
      block &+= 1
      guard block < list.blockCount else {
        document = .max
        return
      }
      load(scratch)
    }
  }

  private mutating func load(_ scratch: SearchScratch) {
    let decoded = list.decode(block, into: buffer.documents, with: scratch.packing)
    position = 0
    count = decoded.count
    document = buffer.documents[0]
    guard isScored else { return }
    list.decode(decoded, into: buffer.frequencies, with: scratch.packing)
    switch scoring {
    case .saturation(let saturation):
      saturation.score(
        documents: buffer.documents, frequencies: buffer.frequencies, count: count,
        factors: factors, into: buffer.scores, with: scratch.set)
    case .languageModel(let model):
      for row in 0..<count {
        buffer.scores[row] = model.score(
          frequency: buffer.frequencies[row], length: factors.length(buffer.documents[row]))
      }
    }
  }
}

extension Saturation.Factors {
  /// The length of a document, where the factor is the length.
  fileprivate func length(_ document: UInt32) -> Float { self[document] }
}
