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
    if champions != nil {
      buffer.scores.update(repeating: 0, count: PostingBuffer.stride)
    }
    if case .languageModel = clause.scoring {
      buffer.remembered.update(repeating: .nan, count: PostingBuffer.rememberedCount)
    }
  }

  /// Decodes the first block.
  mutating func start(_ scratch: SearchScratch) { load(scratch) }

  /// Adds the scores of all documents before `end` to a window that starts at `start`, and returns
  /// which words of the window's bits it touched.
  @inline(__always)
  mutating func accumulate(_ start: UInt32, _ end: UInt32, _ scratch: SearchScratch) -> UInt64 {
    let sums = scratch.sums
    let touched = scratch.touched
    let documents = buffer.documents
    let scores = buffer.scores
    var words: UInt64 = 0
    while true {
      var row = position
      while row < count, documents[row] < end {
        let slot = Int(documents[row] &- start)
        sums[slot] += Double(scores[row])
        touched[slot &>> 6] |= 1 &<< UInt64(slot & 63)
        words |= 1 &<< UInt64(slot &>> 6)
        row &+= 1
      }
      position = row
      if row < count {
        document = documents[row]
        return words
      }
      guard next(scratch), document < end else { return words }
    }
  }

  /// Calls `visit` with every posting from the cursor on.
  @inline(__always)
  mutating func drain(_ scratch: SearchScratch, _ visit: (UInt32, Double) -> Void) {
    repeat {
      for row in position..<count { visit(buffer.documents[row], Double(buffer.scores[row])) }
    } while next(scratch)
  }

  /// Writes all postings within a limit as candidates and returns their number.
  ///
  /// - Parameters:
  ///   - candidates: Room for all postings.
  ///   - limit: Which postings are wanted.
  ///   - scratch: Working memory.
  ///   - admits: Whether a block with this largest product may hold a wanted posting.
  consuming func collect(
    _ candidates: Candidates, _ limit: Candidates.Limit, _ scratch: SearchScratch,
    admits: (_ largest: Float) -> Bool
  ) -> Int {
    var end = 0
    for index in 0..<list.blockCount where admits(list.largest(index)) {
      block = index
      load(scratch)
      let documents = candidates.documents + end
      let sums = candidates.sums + end
      for row in 0..<count {
        documents[row] = buffer.documents[row]
        sums[row] = Double(buffer.scores[row])
      }
      end = candidates.keep(end..<(end &+ count), limit, with: scratch.set)
    }
    return end
  }

  /// Goes to the next block; false behind the last.
  private mutating func next(_ scratch: SearchScratch) -> Bool {
    block &+= 1
    guard block < list.blockCount else {
      document = .max
      return false
    }
    load(scratch)
    return true
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
    case .languageModel(let model): score(model)
    }
  }

  /// Scores a block with logarithms, each of which is computed once for a lossy length and one of
  /// the lowest frequencies.
  private func score(_ model: LanguageModel) {
    guard case .coded(let codes, let lengths) = factors else {
      preconditionFailure("query likelihood has lossy lengths")
    }
    for row in 0..<count {
      let frequency = buffer.frequencies[row]
      let code = Int(codes[Int(buffer.documents[row])])
      guard frequency <= PostingBuffer.rememberedFrequencies else {
        buffer.scores[row] = model.score(frequency: frequency, length: lengths[code])
        continue
      }
      let slot = Int(frequency &- 1) &* 256 &+ code
      if buffer.remembered[slot].isNaN {
        buffer.remembered[slot] = model.score(frequency: frequency, length: lengths[code])
      }
      buffer.scores[row] = buffer.remembered[slot]
    }
  }
}
