// SPDX-License-Identifier: Apache-2.0

import FMIndex
import Formats
import Retrieval
import SequenceGenerators

/// Retrieval by a language model of the hub, over its own tokens.
extension GenerativeRetriever {
  /// N-grams of the corpus (SEAL).
  func ngrams(
    _ corpus: any Corpus, by generator: SequenceGenerator, in workspace: Workspace,
    progress: IndexingProgress
  ) async throws -> any SearchIndex {
    let length = configuration.maximumLength
    guard length <= generator.writableTokens else {
      throw DataError(
        .malformed, file: "length",
        "found \(length) tokens, expected at most \(generator.writableTokens), all that the model "
          + "can write",
        fix: "write shorter n-grams")
    }
    let read = try await TokenizedCorpus.read(
      corpus, .all, as: .model(generator), in: workspace, progress: progress)
    let path = workspace.folder + "/index.fm"
    let identifiers = read.identifiers
    try read.write(to: path)
    let index = try FMIndex(path: path)
    let lengths = DocumentLengths(index.documentLengths())
    return GenerativeIndex(
      identifiers, size: index.sizeOnDisk,
      statistics: ["tokens": index.length - index.documentCount], threads: workspace.threads
    ) { [configuration] in
      NGramSearch(
        index, lengths, GeneratorWriter(generator, maximumLength: length, index: index),
        configuration)
    }
  }

  /// Titles (GENRE).
  func titles(
    _ corpus: any Corpus, by generator: SequenceGenerator, in workspace: Workspace,
    progress: IndexingProgress
  ) async throws -> any SearchIndex {
    let read = try await TokenizedCorpus.read(
      corpus, .title, as: .model(generator), in: workspace, progress: progress)
    let (identifiers, titles) = (read.identifiers, read.titles)
    let trie = try Self.trie(of: titles)
    return index(identifiers, titles, trie, lengthPenalty: configuration.lengthPenalty, workspace) {
      GeneratorWriter(generator, maximumLength: trie.longest + 1)
    }
  }

  /// Ids, or identifiers that a file has (DSI).
  func identifiers(
    _ corpus: any Corpus, by generator: SequenceGenerator, _ file: IdentifierFile?,
    in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    let documents = try await IdentifierTable.read(
      corpus, threads: workspace.threads, progress: progress)
    let own = GeneratorIdentifiers(generator)
    let identifiers =
      if let file { try own.clusters(of: documents, in: file) } else { try own.ids(of: documents) }
    let trie = IdentifierTrie(identifiers)
    return index(
      documents, identifiers, trie, lengthPenalty: configuration.lengthPenalty, workspace,
      statistics: file.map { ["identifiers.unused": $0.count - documents.count] } ?? [:]
    ) { GeneratorWriter(generator, maximumLength: trie.longest + 1) }
  }
}
