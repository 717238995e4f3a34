// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Turns the postings of one term after the other into blocks.
struct PostingEncoder {
  private(set) var output = EncodedTerms()
  private let factors: LengthFactors
  /// False for functions that are not pruned: their bounds stay 0.
  private let hasBounds: Bool
  private let documentCount: Int
  /// Terms in at least this many documents get champions, if they are frequent also a dense array.
  private let longThreshold: Int
  private var products: [Float] = []
  private var values = [UInt32](repeating: 0, count: blockSize)
  private var packed = [UInt8](repeating: 0, count: blockSize * 4 + 8)

  init(factors: LengthFactors, hasBounds: Bool, documentCount: Int, longThreshold: Int) {
    self.documentCount = documentCount
    self.longThreshold = longThreshold
    self.factors = factors
    self.hasBounds = hasBounds
  }

  /// Adds the next term with all its postings, documents ascending.
  mutating func add(
    _ name: UnsafeRawBufferPointer, documents: UnsafeBufferPointer<UInt32>,
    frequencies: UnsafeBufferPointer<UInt32>, occurrences: UInt32
  ) {
    output.postingCount += documents.count
    output.occurrences += Int(occurrences)
    var record = TermRecord()
    record.documentFrequency = UInt32(documents.count)
    record.collectionFrequency = occurrences
    record.name = UInt32(truncatingIfNeeded: output.names.count)
    output.names.append(contentsOf: name)
    output.hashes.append(TermSlots.hash(name))
    if hasBounds { computeProducts(documents, frequencies, &record) }
    if documents.count == 1 {
      record.postings = UInt64(documents[0])
    } else {
      record.postings = UInt64(output.bytes.count)
      if documents.count <= blockSize {
        addBlock(documents[...], frequencies[...], base: .max, widthsInline: true)
      } else {
        addLong(documents, frequencies, &record)
      }
    }
    output.records.append(record)
  }

  private mutating func computeProducts(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafeBufferPointer<UInt32>,
    _ record: inout TermRecord
  ) {
    if products.count < documents.count {
      products = [Float](repeating: 0, count: max(documents.count, products.count * 2))
    }
    products.withUnsafeMutableBufferPointer { products in
      guard let start = products.baseAddress else { return }
      factors.products(documents: documents, frequencies: frequencies, into: start)
      let used = UnsafeBufferPointer(start: start, count: documents.count)
      record.largest = used.reduce(0) { max($0, $1) }
      if documents.count <= blockSize { record.tenth = ProductRanks.tenth(of: used) }
    }
  }

  private mutating func addLong(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafeBufferPointer<UInt32>,
    _ record: inout TermRecord
  ) {
    var long = LongRecord()
    long.firstBlock = UInt32(output.blocks.count)
    addBlocks(documents, frequencies, ownProducts: true)
    long.blockCount = UInt32(output.blocks.count) - long.firstBlock
    record.long = UInt32(output.longRecords.count)
    if hasBounds {
      let ranks = products.withUnsafeBufferPointer {
        ProductRanks(.init(rebasing: $0[..<documents.count]), largest: record.largest)
      }
      record.tenth = ranks.tenth
      long.hundredth = ranks.hundredth
      long.thousandth = ranks.thousandth
      long.largestOther = record.largest
      if documents.count >= longThreshold, ranks.atLeastThousandth > 0,
        ranks.atLeastThousandth <= documents.count / 4
      {
        addChampions(documents, frequencies, notBelow: ranks.thousandth, &long)
      }
    }
    if hasBounds, documents.count >= longThreshold,
      DenseFrequencies.isWorthwhile(documents: documents.count, of: documentCount)
    {
      long.dense = UInt64(output.dense.count)
      output.dense.append(
        contentsOf: DenseFrequencies.build(documents, frequencies, documentCount: documentCount))
    }
    output.longRecords.append(long)
  }

  private mutating func addChampions(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafeBufferPointer<UInt32>,
    notBelow floor: Float, _ long: inout LongRecord
  ) {
    var chosenDocuments: [UInt32] = []
    var chosenFrequencies: [UInt32] = []
    long.largestOther = 0
    for row in documents.indices {
      if products[row] >= floor {
        chosenDocuments.append(documents[row])
        chosenFrequencies.append(frequencies[row])
      } else {
        long.largestOther = max(long.largestOther, products[row])
      }
    }
    long.championPostings = UInt64(output.bytes.count)
    long.championFirstBlock = UInt32(output.blocks.count)
    long.championCount = UInt32(chosenDocuments.count)
    chosenDocuments.withUnsafeBufferPointer { documents in
      chosenFrequencies.withUnsafeBufferPointer { addBlocks(documents, $0, ownProducts: false) }
    }
    long.championBlockCount = UInt32(output.blocks.count) - long.championFirstBlock
  }

  /// Appends a whole list as blocks; with `ownProducts` their bounds come from ``products``.
  private mutating func addBlocks(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafeBufferPointer<UInt32>,
    ownProducts: Bool
  ) {
    let listStart = output.bytes.count
    var base = UInt32.max
    for start in stride(from: 0, to: documents.count, by: blockSize) {
      let rows = start..<min(start + blockSize, documents.count)
      var block = BlockRecord()
      block.offset = UInt32(output.bytes.count - listStart)
      let widths = addBlock(documents[rows], frequencies[rows], base: base)
      block.documentBits = UInt8(widths.documents)
      block.frequencyBits = UInt8(widths.frequencies)
      base = documents[rows.upperBound - 1]
      block.last = base
      if hasBounds, ownProducts { block.largest = products[rows].reduce(0) { max($0, $1) } }
      output.blocks.append(block)
    }
  }

  /// Appends at most ``blockSize`` postings: gaps, then frequencies less one.
  @discardableResult
  private mutating func addBlock(
    _ documents: Slice<UnsafeBufferPointer<UInt32>>,
    _ frequencies: Slice<UnsafeBufferPointer<UInt32>>, base: UInt32, widthsInline: Bool = false
  ) -> (documents: UInt32, frequencies: UInt32) {
    var last = base
    var allGaps: UInt32 = 0
    for (row, document) in documents.enumerated() {
      values[row] = document &- last &- 1
      allGaps |= values[row]
      last = document
    }
    let documentBits = BitPacking.width(of: allGaps)
    let frequencyBits = BitPacking.width(of: frequencies.reduce(0) { $0 | ($1 - 1) })
    if widthsInline {
      output.bytes.append(UInt8(documentBits))
      output.bytes.append(UInt8(frequencyBits))
    }
    append(documents.count, bits: documentBits)
    for (row, frequency) in frequencies.enumerated() { values[row] = frequency - 1 }
    append(frequencies.count, bits: frequencyBits)
    return (documentBits, frequencyBits)
  }

  private mutating func append(_ count: Int, bits: UInt32) {
    let size = BitPacking.pack(values, count: count, bits: bits, into: &packed)
    output.bytes.append(contentsOf: packed[..<size])
  }
}
