// SPDX-License-Identifier: Apache-2.0

/// The lists of some terms, one after the other, as they go into the file.
struct SeismicLists: Sendable {
  /// Where the parts of each list start; this and all positions are counted from the first of these lists.
  var starts: [UInt32] = []
  var parts: [SeismicLayout.PartRecord] = []
  var blockStarts: [UInt32] = []
  var scales: [Float] = []
  var documents: [UInt32] = []
  var groups: [SeismicLayout.GroupRecord] = []
  var entries: [UInt8] = []

  var entryCount: Int { entries.count / SeismicLayout.entrySize }

  /// The next part, as long as it has no block.
  var emptyPart: SeismicLayout.PartRecord {
    SeismicLayout.PartRecord(
      firstBlock: UInt64(scales.count), firstGroup: UInt64(groups.count),
      firstEntry: UInt64(entryCount))
  }
}

/// Builds lists on one thread.
struct SeismicListBuilder: ~Copyable {
  /// A list of one block with so few documents has no summary: to look at them is as cheap.
  private static let fewest = 16

  private let options: SeismicOptions
  private var cutter: BlockCutter
  private var summarizer: Summarizer

  init(_ documents: DocumentImpacts, heads: ImpactTable, _ options: SeismicOptions) {
    self.options = options
    cutter = BlockCutter(documents, heads: heads)
    summarizer = Summarizer(documents, energy: options.summaryEnergy)
  }

  /// Adds the list of a term, whose postings come in the order of documents.
  mutating func add(
    _ term: UInt32, _ documents: ArraySlice<UInt32>, _ weights: ArraySlice<Float>,
    to lists: inout SeismicLists
  ) {
    lists.starts.append(UInt32(lists.parts.count))
    let list = pruned(documents, weights)
    if !list.isEmpty { add(list, of: term, to: &lists) }
  }

  private mutating func add(
    _ list: [UInt32], of term: UInt32, to lists: inout SeismicLists
  ) {
    let wanted = Int((Float(list.count) * options.blockShare).rounded())
    let count = max(1, min(wanted, list.count))
    let blocks = cutter.cut(list, of: term, into: count)
    var ends = [Int](repeating: 0, count: count + 2)
    for block in blocks { ends[Int(block) + 1] += 1 }
    for block in 0...count { ends[block + 1] += ends[block] }
    var places = ends
    var sorted = [UInt32](repeating: 0, count: list.count)
    for (document, block) in zip(list, blocks) {
      sorted[places[Int(block)]] = document
      places[Int(block)] += 1
    }
    let isBare = count == 1 && list.count <= Self.fewest
    var part = lists.emptyPart
    for block in 0...count where ends[block + 1] > ends[block] {
      if part.blockCount == SeismicLayout.mostBlocks {
        summarizer.finish(part, in: &lists)
        part = lists.emptyPart
      }
      let own = sorted[ends[block]..<ends[block + 1]]
      lists.blockStarts.append(UInt32(lists.documents.count))
      lists.documents += own
      lists.scales.append(
        isBare ? .infinity : summarizer.add(own, number: UInt8(part.blockCount)))
      part.blockCount += 1
    }
    summarizer.finish(part, in: &lists)
  }

  /// The documents with the largest weights, in the order of documents.
  private func pruned(_ documents: ArraySlice<UInt32>, _ weights: ArraySlice<Float>) -> [UInt32] {
    guard documents.count > options.postings else { return Array(documents) }
    let order = documents.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
    return order.prefix(options.postings).sorted().map { documents[$0] }
  }
}
