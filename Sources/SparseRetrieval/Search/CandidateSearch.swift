// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Scores given documents and no others, as re-ranking and multiple-choice tasks ask.
///
/// A document's score is what the exhaustive search gives it, to the bit; one without any term of
/// the query scores 0, the sum of nothing.
struct CandidateSearch {
  let clauses: [Clause]
  /// The documents to score, ascending, each once.
  let documents: [UInt32]

  /// The scores of ``documents``, in their order.
  func run(_ scratch: SearchScratch) -> [Float] {
    var sums = [Double](repeating: 0, count: documents.count)
    for (index, clause) in clauses.enumerated() {
      add(clause, to: &sums, scratch.buffer(index), scratch.packing)
    }
    return sums.map { Float($0) }
  }

  /// Adds one clause, of whose list only the blocks are decoded in which a document may be.
  private func add(
    _ clause: Clause, to sums: inout [Double], _ buffer: PostingBuffer, _ packing: BitPacking
  ) {
    let list = clause.list
    var index = 0
    var block: PostingList.Block?
    var position = 0
    for (row, document) in documents.enumerated() {
      while list.last(index) < document {
        index += 1
        guard index < list.blockCount else { return }
        block = nil
      }
      let decoded = block ?? list.decode(index, into: buffer.documents, with: packing)
      if block == nil { (block, position) = (decoded, 0) }
      while position < decoded.count, buffer.documents[position] < document { position += 1 }
      guard position < decoded.count, buffer.documents[position] == document else { continue }
      sums[row] += Double(
        clause.scoring.score(
          frequency: decoded.frequency(position), factor: clause.factors[document]))
    }
  }
}
