// SPDX-License-Identifier: Apache-2.0

/// Makes the summaries of a list's blocks: of each term, the largest weight that a document of the
/// block gives it; of these, the largest ones, until they hold a share of the sum; and these as codes
/// of eight bits, rounded up.
struct Summarizer: ~Copyable {
  private static let binCount = 256

  private let documents: DocumentImpacts
  private let energy: Float
  /// By term, the largest weight in the block at hand; all 0 between blocks.
  private let largest: UnsafeMutablePointer<Float>
  private var touched: [UInt32] = []
  private var entries = SummaryEntries()

  init(_ documents: DocumentImpacts, energy: Float) {
    self.documents = documents
    self.energy = energy
    let terms = max(1, documents.table.termCount)
    largest = .allocate(capacity: terms)
    largest.initialize(repeating: 0, count: terms)
  }

  deinit { largest.deallocate() }

  /// Adds a block of documents to the part at hand; returns what a code in its summary is worth.
  mutating func add(_ block: ArraySlice<UInt32>, number: UInt8) -> Float {
    var peak: Float = 0
    for document in block {
      let row = documents.vector(Int(document))
      for place in 0..<row.terms.count {
        let term = Int(row.terms[place])
        let weight = row.weights[place]
        if largest[term] == 0 { touched.append(row.terms[place]) }
        if weight > largest[term] { largest[term] = weight }
        if weight > peak { peak = weight }
      }
    }
    let codec = WeightCodec(largest: peak)
    let least = leastBin(codec)
    for term in touched {
      let weight = largest[Int(term)]
      largest[Int(term)] = 0
      let bin = Int(weight / codec.step)
      guard bin >= least else { continue }
      entries.append(
        SummaryEntry(
          term: term, block: number, code: UInt8(min(255, (weight / codec.step).rounded(.up)))))
    }
    touched.removeAll(keepingCapacity: true)
    return codec.step
  }

  /// The lowest bin of weights that has to be kept: bins of one step, the highest first, are kept
  /// until they hold the share of the sum.
  private func leastBin(_ codec: WeightCodec) -> Int {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.binCount + 1) { bins in
      bins.initialize(repeating: 0)
      var total: Float = 0
      for term in touched {
        let weight = largest[Int(term)]
        bins[min(Self.binCount, Int(weight / codec.step))] += weight
        total += weight
      }
      var kept: Float = 0
      for bin in (0...Self.binCount).reversed() {
        kept += bins[bin]
        if kept >= energy * total { return bin }
      }
      return 0
    }
  }

  /// Adds a part, of which all blocks were added, to its lists; the next part begins.
  mutating func finish(_ part: SeismicLayout.PartRecord, in lists: inout SeismicLists) {
    var part = part
    part.shift = entries.shift(termCount: documents.table.termCount)
    entries.finish(shift: part.shift, in: &lists)
    part.groupCount = UInt32(lists.groups.count - Int(part.firstGroup))
    lists.parts.append(part)
  }
}
