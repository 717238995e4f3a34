// SPDX-License-Identifier: Apache-2.0

/// What decides the rankings of a generative retriever.
public struct GenerativeConfiguration: Sendable, Hashable {
  /// What stands for a document.
  public enum Identifiers: String, Sendable, Hashable, CaseIterable {
    /// The n-grams it holds (SEAL).
    case ngrams
    /// Its title, term by term (GENRE).
    case titles
    /// A token of its own, or its id as a model spells it (DSI, atomic and unstructured).
    case ids
    /// Its path in a tree of clusters, or what a model was trained to write for it (DSI, structured).
    case clusters
  }

  /// What is written.
  public var identifiers = Identifiers.ngrams
  /// Hypotheses that are kept at every step.
  public var beams = 15
  /// The longest n-gram that is written.
  public var maximumLength = 10
  /// The longest n-gram that the language model counts.
  public var order = 3
  /// The weight of a shorter history, in occurrences.
  public var prior: Float = 10
  /// The share of the query in what is written, from 0 to 1.
  public var copying: Float = 0.5
  /// How much more of rare than of frequent terms is copied; 0 treats all alike.
  public var emphasis: Float = 0
  /// The most frequent successors of an n-gram, which are looked at beside the query's terms; nil for
  /// all that there are.
  public var choices: Int? = 64
  /// The power of its length by which the score of a title (GENRE), or of what a model writes, is
  /// divided.
  public var lengthPenalty: Float = 1
  /// Dimensions of the vectors behind ids and clusters.
  public var dimensions = 256
  /// The most documents, or clusters, in a cluster.
  public var branches = 10
  /// What cosines are divided by before they become probabilities.
  public var temperature: Float = 0.05
  /// How n-grams become scores.
  public var scoring = NGramScoring.standard

  /// The defaults.
  public init() {}

  var model: NGramModel.Settings {
    NGramModel.Settings(order: order, prior: prior, copying: copying)
  }
}
