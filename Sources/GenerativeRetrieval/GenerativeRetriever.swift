// SPDX-License-Identifier: Apache-2.0

import FMIndex
import Formats
import LatentSemantics
public import Retrieval
public import SequenceGenerators
public import TextAnalysis

/// Retrieval by writing: a language model writes identifiers of documents token by token, and only
/// such as exist.
public struct GenerativeRetriever: Retriever {
  /// Who this is.
  public let card: RetrieverCard
  /// What decides its rankings.
  public let configuration: GenerativeConfiguration
  private let tokens: DocumentTokens
  /// What a model writes for documents.
  private let file: IdentifierFile?

  /// A retriever without weights that introduces itself with `card`; `analyzer` says how text becomes
  /// terms.
  public init(card: RetrieverCard, configuration: GenerativeConfiguration, analyzer: Analyzer) {
    self.card = card
    self.configuration = configuration
    tokens = .terms(analyzer)
    file = nil
  }

  /// A retriever that writes with a language model.
  ///
  /// - Parameter identifiers: What the model writes for documents, where they are paths of clusters.
  /// - Precondition: `identifiers` is given for these, and for nothing else.
  public init(
    card: RetrieverCard, configuration: GenerativeConfiguration, generator: SequenceGenerator,
    identifiers: IdentifierFile? = nil
  ) {
    precondition(
      (identifiers != nil) == (configuration.identifiers == .clusters),
      "clusters are those that a model was trained with")
    self.card = card
    self.configuration = configuration
    tokens = .model(generator)
    file = identifiers
  }

  /// Indexes a corpus in files of the workspace's folder.
  ///
  /// - Throws: What reading the corpus throws; ``DataError`` for an empty corpus, a document id that
  ///   occurs twice, a folder that cannot be written, and a document whose identifier the model cannot
  ///   write.
  public func index(
    _ corpus: any Corpus, in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    switch (configuration.identifiers, tokens) {
    case (.titles, .model(let generator)):
      return try await titles(corpus, by: generator, in: workspace, progress: progress)
    case (.ids, .model(let generator)), (.clusters, .model(let generator)):
      return try await identifiers(
        corpus, by: generator, file, in: workspace, progress: progress)
    case (.ngrams, .model(let generator)):
      return try await ngrams(corpus, by: generator, in: workspace, progress: progress)
    case (.ngrams, .terms(let analyzer)):
      return try await NGramCorpus.index(
        corpus, analyzer: analyzer, in: workspace, progress: progress
      ).searchIndex(configuration, threads: workspace.threads)
    case (.titles, .terms(let analyzer)):
      return try await titles(corpus, analyzer, in: workspace, progress: progress)
    case (.ids, .terms(let analyzer)):
      return try await vectors(corpus, analyzer, branches: nil, in: workspace, progress: progress)
    case (.clusters, .terms(let analyzer)):
      return try await vectors(
        corpus, analyzer, branches: configuration.branches, in: workspace, progress: progress)
    }
  }

  private func titles(
    _ corpus: any Corpus, _ analyzer: Analyzer, in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    let read = try await TokenizedCorpus.read(
      corpus, .title, as: .terms(analyzer), in: workspace, progress: progress)
    let (identifiers, titles, vocabulary) = (read.identifiers, read.titles, read.vocabulary)
    let trie = try Self.trie(of: titles)
    let path = workspace.folder + "/titles.fm"
    try read.write(to: path)
    let writer = TermWriter(
      index: try FMIndex(path: path), vocabulary: vocabulary, analyzer: analyzer,
      settings: configuration.model, emphasis: configuration.emphasis)
    return index(
      identifiers, titles, trie, lengthPenalty: configuration.lengthPenalty, workspace
    ) { writer }
  }

  /// - Throws: `.malformed` where no document has a title.
  static func trie(of titles: TokenSequences) throws(DataError) -> IdentifierTrie {
    let trie = IdentifierTrie(titles)
    guard trie.count > 0 else {
      throw DataError(
        .malformed, file: "corpus", "holds no document with a title, expected at least one",
        fix: "take other identifiers than titles")
    }
    return trie
  }

  private func vectors(
    _ corpus: any Corpus, _ analyzer: Analyzer, branches: Int?, in workspace: Workspace,
    progress: IndexingProgress
  ) async throws -> any SearchIndex {
    let detector = DuplicateIdentifierDetector()
    let (model, terms) = try await LatentSemanticModel.fit(
      WatchedCorpus(corpus: corpus, detector: detector), analyzer: analyzer,
      dimensions: configuration.dimensions, folder: workspace.folder, threads: workspace.threads,
      progress: progress)
    let count = terms.identifiers.count
    guard count > 0 else { throw DataError.emptyCorpus }
    try detector.check(corpus)
    var vectors = UnitVectors(dimensions: model.dimensions)
    var vector = [Float](repeating: 0, count: vectors.dimensions)
    for document in 0..<count {
      vector.withUnsafeMutableBufferPointer { vector in
        if let start = vector.baseAddress { model.embed(document, of: terms, into: start) }
      }
      vectors.append(vector)
    }
    let tree = VectorTree(vectors, branches: branches)
    let paths = tree.identifiers()
    let width = vectors.dimensions
    let writer = VectorTreeWriter(tree: tree, temperature: configuration.temperature) { query in
      var vector = [Float](repeating: 0, count: width)
      vector.withUnsafeMutableBufferPointer { vector in
        if let start = vector.baseAddress { model.embed(query, into: start) }
      }
      return vector
    }
    return index(
      terms.identifiers, paths, IdentifierTrie(paths), lengthPenalty: 0, workspace
    ) { writer }
  }

  /// An index whose searches take a writer each.
  func index<Writer: QueryWriter>(
    _ documents: IdentifierTable, _ identifiers: TokenSequences, _ trie: IdentifierTrie,
    lengthPenalty: Float, _ workspace: Workspace, statistics: [String: Int] = [:],
    makeWriter: @escaping @Sendable () -> Writer
  ) -> GenerativeIndex {
    let beams = configuration.beams
    let counts = ["identifiers": trie.count, "documents.identified": trie.documentCount]
    return GenerativeIndex(
      documents, size: makeWriter().byteCount + trie.byteCount,
      statistics: counts.merging(statistics) { $1 }, threads: workspace.threads
    ) {
      IdentifierSearch(
        trie, identifiers, makeWriter(), beams: beams, lengthPenalty: lengthPenalty)
    }
  }
}
