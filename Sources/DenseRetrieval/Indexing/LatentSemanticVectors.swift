// SPDX-License-Identifier: Apache-2.0

import LatentSemantics
import Retrieval
import TextAnalysis

/// Latent semantic analysis of the corpus itself: needs no weights.
struct LatentSemanticVectors: VectorModel {
  let analyzer: Analyzer
  let dimensions: Int

  func vectors(
    of corpus: any Corpus, stored storage: VectorStorage, in workspace: Workspace,
    progress: IndexingProgress
  ) async throws -> DocumentVectors {
    let (model, documents) = try await LatentSemanticModel.fit(
      corpus, analyzer: analyzer, dimensions: dimensions, folder: workspace.folder,
      threads: workspace.threads, progress: progress)
    let count = documents.identifiers.count
    guard count > 0 else { throw DataError.emptyCorpus }
    // A corpus without any term has a model without dimensions; its vectors are all zero.
    let width = max(1, model.dimensions)
    var writer = try StoredVectorsWriter(storage, dimensions: width, folder: workspace.folder)
    let block = 1024
    for first in stride(from: 0, to: count, by: block) {
      try Task.checkCancellation()
      let range = first..<min(first + block, count)
      var rows = [Float](repeating: 0, count: range.count * width)
      rows.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        for row in range { model.embed(row, of: documents, into: start + (row - first) * width) }
      }
      try writer.append(rows)
      documents.release(range)
    }
    return DocumentVectors(
      identifiers: documents.identifiers, tables: try writer.finish(),
      queries: ProjectedQueries(model: model, width: width))
  }
}

/// Queries in the space of a latent semantic model.
private struct ProjectedQueries: QueryVectors {
  let model: LatentSemanticModel
  let width: Int

  var ledger: TokenLedger? { nil }

  func vectors(of queries: [Query]) -> [Float] {
    var vectors = [Float](repeating: 0, count: queries.count * width)
    vectors.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      for (row, query) in queries.enumerated() {
        model.embed(query.text, into: start + row * width)
      }
    }
    return vectors
  }
}
