// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Looks up documents, ascending, in the postings of a clause.
struct PostingProbe {
  private let clause: Clause
  private let list: PostingList
  private let dense: DenseFrequencies?
  private let buffer: PostingBuffer
  private let packing: BitPacking
  private var block = 0
  private var decoded: PostingList.Block?
  private var position = 0

  init(_ clause: Clause, _ buffer: PostingBuffer, _ packing: BitPacking) {
    self.clause = clause
    list = clause.list
    dense = clause.bounds?.dense
    self.buffer = buffer
    self.packing = packing
  }

  /// Adds the clause's scores of at most ``blockSize`` documents to their sums.
  ///
  /// As many documents and sums as ``BitPacking/overrun`` behind the last must be readable.
  mutating func add(
    _ documents: UnsafePointer<UInt32>, _ sums: UnsafeMutablePointer<Double>, count: Int,
    _ chunk: PostingBuffer, _ set: InstructionSet
  ) {
    if let dense {
      dense.look(up: documents, count: count, into: chunk.frequencies, with: set)
      for row in 0..<count where chunk.frequencies[row] == DenseFrequencies.saturated {
        chunk.frequencies[row] = frequency(documents[row])
      }
    } else {
      for row in 0..<count { chunk.frequencies[row] = frequency(documents[row]) }
    }
    guard case .saturation(let saturation) = clause.scoring else {
      preconditionFailure("only saturations are looked up")
    }
    saturation.score(
      documents: documents, frequencies: chunk.frequencies, count: count,
      factors: clause.factors, into: chunk.scores, with: set)
    for row in 0..<count { sums[row] += Double(chunk.scores[row]) }
  }

  /// The frequency of the term in `document`, 0 where it is absent.
  private mutating func frequency(_ document: UInt32) -> UInt32 {
    while list.last(block) < document {
      guard block &+ 1 < list.blockCount else { return 0 }
      block &+= 1
      decoded = nil
    }
    if decoded == nil {
      decoded = list.decode(block, into: buffer.documents, with: packing)
      position = 0
    }
    guard let decoded else { return 0 }
    while position < decoded.count, buffer.documents[position] < document { position &+= 1 }
    guard position < decoded.count, buffer.documents[position] == document else { return 0 }
    return decoded.frequency(position)
  }
}
