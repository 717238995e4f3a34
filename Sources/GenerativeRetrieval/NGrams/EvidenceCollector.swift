// SPDX-License-Identifier: Apache-2.0

import FMIndex

/// Adds up what the n-grams of a query say for each document; for one thread.
///
/// Its memory is a bit for each token of the collection and four bytes for each document. Occurrences
/// lie all over it, so they are looked at many at a time, step by step: then their waits overlap.
struct EvidenceCollector: ~Copyable {
  private let index: FMIndex
  private let lengths: DocumentLengths
  private let scoring: NGramScoring
  /// Tokens that an n-gram was counted for, as bits of positions, as far as others are interested.
  private let taken: WidePages<UInt64>
  private var takenPositions: [UInt32] = []
  /// Where a document's evidence stands and 1, or 0.
  private let slots: WidePages<UInt32>
  /// Documents with evidence, in the order in which they came.
  private(set) var evidence: [Evidence] = []
  /// Bits of the tokens that were counted for each document, `maskWords` words each.
  private var masks: [UInt64] = []
  private var maskWords = 1
  /// Whether further documents are of no interest.
  private var isClosed = false
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
    taken = WidePages(count: index.length / 64 + 1)
    slots = WidePages(count: index.documentCount)
  }

  /// Replaces the evidence by that of n-grams, heaviest first.
  ///
  /// - Parameter depth: How many documents are wanted; nil for all. Those that cannot be among the
  ///   best may be missing, or have a score that is too low.
  mutating func collect(_ ngrams: [WeightedNGram], depth: Int? = nil) {
    clear()
    let ngrams = affordable(ngrams)
    let own = NGramMasks(ngrams)
    maskWords = own.words
    let bounds = bounds(of: ngrams)
    isClosed = false
    for (place, ngram) in ngrams.enumerated() {
      if let depth, !isClosed, isWorthClosing(before: ngram) {
        isClosed = isComplete(depth: depth, bound: bounds[place])
      }
      find(ngram, Int32(place), own.overlaps[place])
      for slot in touched { add(ngram, own.masks[place], to: Int(slot)) }
    }
  }

  /// The most that a document can gather from each n-gram on: weights add up, no document has more
  /// than k1 + 1 times a weight.
  private func bounds(of ngrams: [WeightedNGram]) -> [Float] {
    var sum: Float = 0
    var bounds: [Float] = []
    for ngram in ngrams.reversed() {
      sum += ngram.weight * (scoring.k1 + 1)
      bounds.append(sum)
    }
    return bounds.reversed()
  }

  /// Whether leaving out the new documents of an n-gram saves more than to know that one may.
  private func isWorthClosing(before ngram: WeightedNGram) -> Bool {
    ngram.rows.count > max(1024, evidence.count / 8)
  }

  /// Whether no document that has no evidence yet can come among the best (the essential lists of
  /// H. Turtle and J. Flood. Query evaluation: strategies and optimizations. IP&M 31(6), 1995).
  private func isComplete(depth: Int, bound: Float) -> Bool {
    guard evidence.count >= depth else { return false }
    var best = RankedDocuments(depth: depth)
    for found in evidence {
      best.offer(RankedDocuments.Hit(document: found.document, score: found.score))
    }
    // The margin is that of the sums' rounding.
    return best.worst.map { $0.score > bound * 1.0001 } ?? false
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

  /// Counts the occurrences of an n-gram none of whose tokens a heavier one has.
  private mutating func find(_ ngram: WeightedNGram, _ place: Int32, _ overlap: NGramMasks.Overlap)
  {
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
      for occurrence in 0..<count { known[occurrence] = slots[Int(documents[occurrence])] }
      if isClosed { count = keep(count) { $0.known[$1] != 0 } }
      if overlap.heavier {
        count = keep(count) { $0.isFree($0.positions[$1], size: size) }
      }
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

  /// Moves occurrences of a batch to its front.
  @inline(__always)
  private mutating func keep(
    _ count: Int, where condition: (borrowing EvidenceCollector, _ occurrence: Int) -> Bool
  ) -> Int {
    var kept = 0
    for occurrence in 0..<count {
      let isKept = condition(self, occurrence)
      // Without a branch: what is not kept is written over.
      positions[kept] = positions[occurrence]
      documents[kept] = documents[occurrence]
      known[kept] = known[occurrence]
      kept &+= isKept ? 1 : 0
    }
    return kept
  }

  /// Whether no heavier n-gram has a token of an occurrence.
  @inline(__always)
  private func isFree(_ start: UInt32, size: UInt32) -> Bool {
    var isTaken: UInt64 = 0
    for position in start..<min(start + size, UInt32(index.length)) {
      isTaken |= taken[Int(position / 64)] &>> UInt64(position % 64) & 1
    }
    return isTaken == 0
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
