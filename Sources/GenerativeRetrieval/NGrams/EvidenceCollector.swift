// SPDX-License-Identifier: Apache-2.0

import FMIndex

/// Adds up what the n-grams of a query say for each document; for one thread.
///
/// Its memory is a bit for each token of the collection and four bytes for each document. Occurrences
/// lie all over it, so they are looked at many at a time, step by step: then their waits overlap.
struct EvidenceCollector {
  private let index: FMIndex
  private let lengths: DocumentLengths
  private let scoring: NGramScoring
  /// Tokens that an n-gram was counted for, as bits of positions, as far as others are interested.
  private var taken: [UInt64]
  private var takenPositions: [UInt32] = []
  /// Where a document's evidence stands and 1, or 0.
  private var slots: [UInt32]
  /// Documents with evidence, in the order in which they came.
  private(set) var evidence: [Evidence] = []
  /// Bits of the tokens that were counted for each document, `maskWords` words each.
  private var masks: [UInt64] = []
  private var maskWords = 1
  /// Slots of the documents of the n-gram at hand.
  private var touched: [UInt32] = []
  private var positions = [UInt32](repeating: 0, count: batch)
  private var documents = [UInt32](repeating: 0, count: batch)
  /// What was known of the documents of a batch before it.
  private var known = [UInt32](repeating: 0, count: batch)

  /// Occurrences that are looked at together.
  private static let batch = 256

  /// What is known of a document.
  struct Evidence {
    var document: UInt32
    /// How long it is, ``DocumentLengths/factor(of:b:)``.
    var norm: Float
    /// Occurrences of the n-gram at hand.
    var frequency: UInt32 = 0
    /// The n-gram at hand, by its place.
    var ngram: Int32 = -1
    var score: Float = 0
  }

  init(_ index: FMIndex, _ lengths: DocumentLengths, _ scoring: NGramScoring) {
    self.index = index
    self.lengths = lengths
    self.scoring = scoring
    taken = [UInt64](repeating: 0, count: index.length / 64 + 1)
    slots = [UInt32](repeating: 0, count: index.documentCount)
  }

  /// Replaces the evidence by that of n-grams, heaviest first.
  mutating func collect(_ ngrams: [WeightedNGram]) {
    clear()
    let ngrams = affordable(ngrams)
    let bits = Self.bits(of: ngrams)
    maskWords = max(1, (bits.count + 63) / 64)
    let masks = ngrams.map { mask(of: $0, bits) }
    let overlaps = Self.overlaps(of: masks)
    for (place, ngram) in ngrams.enumerated() {
      find(ngram, Int32(place), overlaps[place])
      for slot in touched { add(ngram, masks[place], to: Int(slot)) }
    }
  }

  /// The score of a document, 0 where nothing speaks for it.
  func score(of document: Int) -> Float {
    slots[document] == 0 ? 0 : evidence[Int(slots[document]) - 1].score
  }

  private mutating func clear() {
    for found in evidence { slots[Int(found.document)] = 0 }
    for position in takenPositions { taken[Int(position / 64)] = 0 }
    evidence.removeAll(keepingCapacity: true)
    masks.removeAll(keepingCapacity: true)
    takenPositions.removeAll(keepingCapacity: true)
  }

  /// The n-grams without the most frequent ones, where all together occur too often.
  private func affordable(_ ngrams: [WeightedNGram]) -> [WeightedNGram] {
    guard ngrams.reduce(0, { $0 + $1.rows.count }) > scoring.occurrences else { return ngrams }
    let rarestFirst = ngrams.indices.sorted {
      (ngrams[$0].rows.count, $0) < (ngrams[$1].rows.count, $1)
    }
    var kept: Set<Int> = []
    var sum = 0
    for place in rarestFirst {
      sum += ngrams[place].rows.count
      if sum > scoring.occurrences, !kept.isEmpty { break }
      kept.insert(place)
    }
    return ngrams.enumerated().filter { kept.contains($0.offset) }.map(\.element)
  }

  /// A bit for each token of the n-grams.
  private static func bits(of ngrams: [WeightedNGram]) -> [UInt32: Int] {
    var bits: [UInt32: Int] = [:]
    for ngram in ngrams {
      for token in ngram.tokens where bits[token] == nil { bits[token] = bits.count }
    }
    return bits
  }

  private func mask(of ngram: WeightedNGram, _ bits: [UInt32: Int]) -> [UInt64] {
    var mask = [UInt64](repeating: 0, count: maskWords)
    for token in ngram.tokens {
      if let bit = bits[token] { mask[bit / 64] |= 1 << UInt64(bit % 64) }
    }
    return mask
  }

  /// Whether occurrences of an n-gram may overlap with those of others.
  private struct Overlap {
    var heavier = false
    var lighter = false
  }

  /// Only n-grams with a token in common overlap.
  private static func overlaps(of masks: [[UInt64]]) -> [Overlap] {
    var overlaps = [Overlap](repeating: Overlap(), count: masks.count)
    var union = [UInt64](repeating: 0, count: masks.first?.count ?? 0)
    func meet(_ mask: [UInt64]) -> Bool {
      defer { for word in mask.indices { union[word] |= mask[word] } }
      return zip(mask, union).contains { $0 & $1 != 0 }
    }
    for place in masks.indices { overlaps[place].heavier = meet(masks[place]) }
    for word in union.indices { union[word] = 0 }
    for place in masks.indices.reversed() { overlaps[place].lighter = meet(masks[place]) }
    return overlaps
  }

  /// Counts the occurrences of an n-gram none of whose tokens a heavier one has.
  private mutating func find(_ ngram: WeightedNGram, _ place: Int32, _ overlap: Overlap) {
    touched.removeAll(keepingCapacity: true)
    let firstTaken = takenPositions.count
    let size = UInt32(ngram.tokens.count)
    let end = UInt32(index.length)
    for first in stride(from: ngram.rows.lowerBound, to: ngram.rows.upperBound, by: Self.batch) {
      let rows = first..<min(first + Self.batch, ngram.rows.upperBound)
      positions.withUnsafeMutableBufferPointer { positions in
        documents.withUnsafeMutableBufferPointer { documents in
          index.locate(rows, positions: positions, documents: documents)
        }
      }
      var count = rows.count
      if overlap.heavier { count = keepFree(count, size: size) }
      for occurrence in 0..<count { known[occurrence] = slots[Int(documents[occurrence])] }
      for occurrence in 0..<count {
        let slot = slot(of: documents[occurrence], known: known[occurrence])
        if evidence[slot].ngram == place {
          evidence[slot].frequency += 1
        } else {
          evidence[slot].ngram = place
          evidence[slot].frequency = 1
          touched.append(UInt32(slot))
        }
        if overlap.lighter {
          let start = positions[occurrence]
          takenPositions.append(contentsOf: start..<min(start + size, end))
        }
      }
    }
    // Only now: an n-gram does not stand in its own way.
    for position in takenPositions[firstTaken...] {
      taken[Int(position / 64)] |= 1 << UInt64(position % 64)
    }
  }

  /// Moves the occurrences of a batch to its front that no heavier n-gram has a token of.
  private mutating func keepFree(_ count: Int, size: UInt32) -> Int {
    var kept = 0
    for occurrence in 0..<count {
      let start = positions[occurrence]
      var isTaken: UInt64 = 0
      for position in start..<min(start + size, UInt32(index.length)) {
        isTaken |= taken[Int(position / 64)] &>> UInt64(position % 64) & 1
      }
      // Without a branch: what does not count is written over.
      positions[kept] = start
      documents[kept] = documents[occurrence]
      kept &+= Int(1 &- isTaken)
    }
    return kept
  }

  /// - Parameter known: What a batch knew before it: the slot and 1, or 0.
  private mutating func slot(of document: UInt32, known: UInt32) -> Int {
    if known != 0 { return Int(known) - 1 }
    let document = Int(document)
    if slots[document] != 0 { return Int(slots[document]) - 1 }
    evidence.append(
      Evidence(
        document: UInt32(document), norm: lengths.factor(of: document, b: scoring.b)))
    masks.append(contentsOf: repeatElement(0, count: maskWords))
    slots[document] = UInt32(evidence.count)
    return evidence.count - 1
  }

  private mutating func add(_ ngram: WeightedNGram, _ mask: [UInt64], to slot: Int) {
    var size = 0
    var fresh = 0
    for word in 0..<maskWords {
      let known = masks[slot * maskWords + word]
      size += mask[word].nonzeroBitCount
      fresh += (mask[word] & ~known).nonzeroBitCount
      masks[slot * maskWords + word] = known | mask[word]
    }
    let cover = 1 - scoring.beta + scoring.beta * Float(fresh) / Float(max(1, size))
    let frequency = Float(evidence[slot].frequency)
    let saturation =
      frequency * (scoring.k1 + 1) / (frequency + scoring.k1 * evidence[slot].norm)
    evidence[slot].score += ngram.weight * cover * saturation
  }
}
