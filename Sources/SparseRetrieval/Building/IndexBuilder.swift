// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TextAnalysis

/// Builds an index file from a corpus.
///
/// Every thread indexes the batches it gets into a ``PartialIndex`` of its own; then documents are
/// numbered in corpus order, vocabularies merged, and terms encoded in parallel. The file does not
/// depend on the number of threads or on which thread got which batch.
struct IndexBuilder {
  let configuration: IndexConfiguration
  let analyzer: Analyzer
  let threads: Int
  /// Terms in at least this many documents are treated as long; more than ``blockSize``. Without
  /// one it grows with the collection, up to the length at which passing over a list always pays.
  var longThreshold: Int?

  /// Writes the index of `corpus` to `path`.
  func build(_ corpus: any Corpus, path: String, progress: IndexingProgress) async throws {
    let partials = try await index(corpus, progress: progress)
    let numbering = DocumentNumbering(partials)
    guard numbering.count > 0 else {
      throw DataError(
        .malformed, file: "corpus", "holds no document, expected at least one",
        fix: "check that the corpus file is the right one and is not empty")
    }
    var writer = try IndexFileWriter(path: path, fields: configuration.fields.names.count)
    try writer.begin(IndexLayout.row(.configuration))
    try writer.append(Array(configuration.text.utf8))
    try IdentifierSection(partials, numbering).write(to: &writer)
    let vocabulary = MergedVocabulary(partials.map(\.terms))
    for field in configuration.fields.names.indices {
      let section = FieldSection(
        field: field, partials: partials, numbering: numbering, vocabulary: vocabulary,
        builder: self)
      try await section.write(to: &writer)
    }
    try writer.finish()
  }

  private func index(
    _ corpus: any Corpus, progress: IndexingProgress
  ) async throws -> [PartialIndex] {
    let reader = try corpus.makeReader()
    let done = Counter()
    return try await withThrowingTaskGroup(of: PartialIndex.self) { group in
      for _ in 0..<max(1, threads) {
        group.addTask {
          var indexer = PartialIndexer(fields: configuration.fields, analyzer: analyzer)
          while let batch = try reader.nextBatch() {
            try Task.checkCancellation()
            indexer.add(batch)
            progress.update(done.add(batch.count) + batch.count)
          }
          return indexer.seal()
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
