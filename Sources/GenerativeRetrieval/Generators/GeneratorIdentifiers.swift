// SPDX-License-Identifier: Apache-2.0

import Generation
import Retrieval
import SequenceGenerators

/// The identifiers with which a language model names documents, as its tokens, each 1 higher.
///
/// Y. Tay et al. Transformer memory as a differentiable search index. NeurIPS 2022: ids as strings that
/// have no structure, ids as tokens of their own (atomic), and paths in a tree of clusters.
struct GeneratorIdentifiers {
  private let tokens: TextTokens
  private let ends: Set<Int32>
  /// Tokens of the longest identifier that the model can write to its end.
  private let longest: Int

  init(_ generator: SequenceGenerator) {
    tokens = TextTokens(generator)
    ends = Set(generator.settings.endTokens)
    longest = generator.writableTokens - 1
  }

  /// Ids of documents: each a token of its own where the model has one for every document, else the
  /// tokens of its text.
  ///
  /// - Throws: `.malformed` where the model has a token for some of them only, cannot write one, or
  ///   cannot tell two apart.
  func ids(of documents: IdentifierTable) throws(DataError) -> TokenSequences {
    let atomic = tokens.added
    let count = documents.reduce(0) { $0 + (atomic[$1] == nil ? 0 : 1) }
    guard count == 0 || count == documents.count else {
      let without = documents.first { atomic[$0] == nil } ?? ""
      throw fault(
        "holds document \(without), for which the model has no token of its own, but it has one for "
          + "\(count) of \(documents.count), expected one for all of them or for none",
        fix: "take the model that was trained for this corpus")
    }
    var sequences = TokenSequences()
    for document in documents {
      let own = atomic[document].map { [$0] } ?? tokens.identifier(document)
      try check(own) { problem in
        fault(
          "holds document \(document), whose id \(problem)",
          fix: "give it another id, or take identifiers=clusters with a file of identifiers")
      }
      append(own, to: &sequences)
    }
    if let (first, second) = IdentifierTrie(sequences).sharing {
      throw fault(
        "holds documents \(documents[first]) and \(documents[second]), whose ids are the same tokens "
          + "for the model, expected ids that it can tell apart",
        fix: "give one of them another id, or take identifiers=clusters with a file of identifiers")
    }
    return sequences
  }

  /// Identifiers that a file has.
  ///
  /// - Throws: `.malformed` where a document has none, or one that the model cannot write.
  func clusters(
    of documents: IdentifierTable, in file: IdentifierFile
  ) throws(DataError) -> TokenSequences {
    let rows = (0..<documents.count).map { number in
      documents.withUTF8(number) { file.row(of: $0) }
    }
    if let first = rows.firstIndex(of: nil) {
      throw DataError(
        .malformed, file: file.path,
        "holds no identifier of document \(documents[first]) and \(rows.count { $0 == nil } - 1) more, "
          + "expected one for each of the corpus's \(documents.count)",
        fix: "take the file that was made for this corpus")
    }
    var sequences = TokenSequences()
    for (number, row) in rows.enumerated() {
      guard let row else { continue }
      let own = tokens.identifier(file.text(row))
      try check(own) { problem in
        DataError(
          .malformed, file: file.path, line: file.line(row),
          "found an identifier of document \(documents[number]) that \(problem)",
          fix: "take the model that this file was made for")
      }
      append(own, to: &sequences)
    }
    return sequences
  }

  private func check(
    _ tokens: [Int32], _ fault: (_ problem: String) -> DataError
  ) throws(DataError) {
    guard !tokens.isEmpty else {
      throw fault("has no tokens for the model, expected at least one")
    }
    if let end = tokens.first(where: ends.contains) {
      throw fault("holds token \(end), with which the model ends what it writes")
    }
    guard tokens.count <= longest else {
      throw fault(
        "has \(tokens.count) tokens, expected at most \(longest), all that the model can write before "
          + "the end")
    }
  }

  private func append(_ tokens: [Int32], to sequences: inout TokenSequences) {
    sequences.append(tokens.map { UInt32(bitPattern: $0) + 1 })
  }

  private func fault(_ problem: String, fix: String) -> DataError {
    DataError(.malformed, file: "corpus", problem, fix: fix)
  }
}
