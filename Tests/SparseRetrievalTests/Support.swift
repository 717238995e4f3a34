// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import TextAnalysis

@testable import SparseRetrieval

/// Calls `body` with the path of a fresh folder and removes it afterwards.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "bench-sparse-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder.path)
}

extension IndexConfiguration {
  /// Words between spaces, one field.
  static func words(_ function: RankingFunction) -> IndexConfiguration {
    IndexConfiguration(analyzer: "whitespace", fields: .flat, function: function)
  }
}

extension RankingFunction {
  static let lucene = RankingFunction.bm25(.lucene, k1: 0.9, b: 0.4, delta: 0)
}

/// A corpus that hands out small batches, so that several threads get some.
struct BatchedCorpus: Corpus {
  let documents: [Document]
  let batchSize: Int

  var expectedDocumentCount: Int? { documents.count }

  func makeReader() throws -> any CorpusReader { Reader(corpus: self) }

  private final class Reader: CorpusReader {
    let corpus: BatchedCorpus
    let next = Counter()

    init(corpus: BatchedCorpus) { self.corpus = corpus }

    func nextBatch() throws -> DocumentBatch? {
      let ordinal = next.add(1)
      let start = ordinal * corpus.batchSize
      guard start < corpus.documents.count else { return nil }
      var batch = DocumentBatch(ordinal: ordinal)
      let end = min(start + corpus.batchSize, corpus.documents.count)
      for document in corpus.documents[start..<end] { batch.append(document) }
      return batch
    }
  }
}

/// Generated documents and queries: words drawn by a power law, lengths from few to many.
struct RandomCollection {
  var documents: [Document] = []
  var queries: [String] = []

  /// With few `words` and `lengths`, many scores tie.
  init(
    seed: UInt64, documents documentCount: Int, words: Int, lengths: ClosedRange<Int>,
    queries queryCount: Int
  ) {
    var generator = SeededGenerator(seed: seed)
    func word() -> String {
      let position = Double.random(in: 0..<1, using: &generator)
      return "w\(Int(Double(words) * position * position * position))"
    }
    for row in 0..<documentCount {
      let length = Int.random(in: lengths, using: &generator)
      documents.append(
        Document(id: "d\(row)", text: (0..<length).map { _ in word() }.joined(separator: " ")))
    }
    for _ in 0..<queryCount {
      let length = Int.random(in: 1...6, using: &generator)
      queries.append((0..<length).map { _ in word() }.joined(separator: " "))
    }
  }
}
