// SPDX-License-Identifier: Apache-2.0

import FMIndex
import Generation
import Retrieval

/// Answers one query after the other.
///
/// `@unchecked Sendable`: ``GenerativeIndex`` lends it to one thread at a time.
final class NGramSearch<Writer: QueryWriter>: DocumentSearch, @unchecked Sendable {
  private let index: FMIndex
  private let writer: Writer
  private let configuration: GenerativeConfiguration
  private(set) var beam: BeamSearch
  private var collector: EvidenceCollector

  init(
    _ index: FMIndex, _ lengths: DocumentLengths, _ writer: Writer,
    _ configuration: GenerativeConfiguration
  ) {
    self.index = index
    self.writer = writer
    self.configuration = configuration
    var settings = BeamSettings(maximumTokens: configuration.maximumLength, endTokens: [])
    settings.beams = configuration.beams
    settings.stopping = .atMaximum
    settings.lengthPenalty = 0
    beam = BeamSearch(settings)
    collector = EvidenceCollector(index, lengths, configuration.scoring)
  }

  /// What is written for a query, heaviest first.
  func ngrams(for query: String) throws(DataError) -> [WeightedNGram] {
    guard let (fresh, preferred) = try writer.model(for: query) else { return [] }
    var model = fresh
    var constraint = NGramConstraint(
      index, preferring: preferred, choices: configuration.choices)
    var logarithms = [Float](repeating: 0, count: preferred.count)
    preferred.withUnsafeBufferPointer { tokens in
      logarithms.withUnsafeMutableBufferPointer {
        model.logProbabilities(of: tokens, after: 0, into: $0)
      }
    }
    _ = beam.sequences(from: &model, under: &constraint)
    let single = zip(preferred, logarithms).map { (UInt32(bitPattern: $0), $1) }
    return WeightedNGram.list(beam.tree, single, in: index, configuration.scoring)
  }

  /// The best documents for a query.
  func hits(for query: String, depth: Int) throws(DataError) -> [RankedDocuments.Hit] {
    collector.collect(try ngrams(for: query), depth: depth)
    var best = RankedDocuments(depth: depth)
    for found in collector.evidence {
      best.offer(RankedDocuments.Hit(document: found.document, score: found.score))
    }
    return best.sorted()
  }

  /// The best of some documents, also such as nothing speaks for.
  func hits(
    for query: String, depth: Int, among documents: Set<Int>
  ) throws(DataError) -> [RankedDocuments.Hit] {
    collector.collect(try ngrams(for: query))
    var best = RankedDocuments(depth: depth)
    for document in documents {
      best.offer(
        RankedDocuments.Hit(
          document: UInt32(document), score: collector.score(of: document)))
    }
    return best.sorted()
  }
}
