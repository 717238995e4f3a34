// SPDX-License-Identifier: Apache-2.0

/// An information need as it is given to a retriever (a topic in TREC's words).
public struct Query: Sendable, Hashable {
  /// Identifier, unique within its task.
  public var id: String
  /// The text as the data set holds it, without any instruction.
  public var text: String
  /// What to look for, in words, when the task gives each query an instruction of its own.
  public var instruction: String?
  /// Documents that must not be in this query's ranking (BRIGHT's `excluded_ids`).
  public var excludedDocuments: [String]
  /// The only documents to rank, when the task fixes them (re-ranking, multiple choice).
  public var candidates: [String]?

  /// A query; everything but its id and text is usually absent.
  public init(
    id: String,
    text: String,
    instruction: String? = nil,
    excludedDocuments: [String] = [],
    candidates: [String]? = nil
  ) {
    self.id = id
    self.text = text
    self.instruction = instruction
    self.excludedDocuments = excludedDocuments
    self.candidates = candidates
  }
}
