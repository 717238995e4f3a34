// SPDX-License-Identifier: Apache-2.0

import GenerativeRetrieval

/// A parameter of the retriever that writes, and what it means something for.
struct GenerativeParameter: Sendable {
  /// What is written, and whether a model of the hub writes it.
  struct Task: Sendable, Hashable {
    var identifiers: GenerativeConfiguration.Identifiers
    var byModel: Bool
  }

  let parameter: RetrieverParameter
  let isUsed: @Sendable (Task) -> Bool

  init(
    _ name: String, _ domain: RetrieverParameter.Domain, default value: String, _ help: String,
    where isUsed: @escaping @Sendable (Task) -> Bool
  ) {
    self.init(
      RetrieverParameter(name: name, domain: domain, defaultValue: value, help: help),
      where: isUsed)
  }

  init(
    _ name: String, _ domain: RetrieverParameter.Domain, default value: Float, _ help: String,
    where isUsed: @escaping @Sendable (Task) -> Bool
  ) {
    self.init(name, domain, default: RetrieverParameter.text(value), help, where: isUsed)
  }

  init(
    _ name: String, _ domain: RetrieverParameter.Domain, default value: Int, _ help: String,
    where isUsed: @escaping @Sendable (Task) -> Bool
  ) {
    self.init(name, domain, default: String(value), help, where: isUsed)
  }

  init(_ parameter: RetrieverParameter, where isUsed: @escaping @Sendable (Task) -> Bool) {
    self.parameter = parameter
    self.isUsed = isUsed
  }

  /// What would have to be given, too, for the parameter to have an effect.
  func condition(_ task: Task, identifiers: String) -> String {
    let other = Task(identifiers: task.identifiers, byModel: !task.byModel)
    guard isUsed(other) else { return "other identifiers than \(identifiers)" }
    let ngrams = GeneratorModels.ngrams
    return task.byModel ? "model=\(ngrams)" : "a model other than \(ngrams)"
  }
}

extension GenerativeParameter {
  private static let standard = GenerativeConfiguration()

  private static let always: @Sendable (Task) -> Bool = { _ in true }
  private static let models: @Sendable (Task) -> Bool = { $0.byModel }
  private static let ngrams: @Sendable (Task) -> Bool = { $0.identifiers == .ngrams }
  /// Terms are written without weights.
  private static let terms: @Sendable (Task) -> Bool = {
    [.ngrams, .titles].contains($0.identifiers) && !$0.byModel
  }
  /// Ids and paths are written by latent semantics.
  private static let vectors: @Sendable (Task) -> Bool = {
    [.ids, .clusters].contains($0.identifiers) && !$0.byModel
  }

  /// All, in the order in which they are listed.
  static let all: [GenerativeParameter] =
    writing + scoring + semantics + models(GeneratorModels.parameters)

  private static let writing = [
    GenerativeParameter(
      "model", .text, default: GeneratorModels.ngrams,
      "name or folder of a model that writes (`bench models`); ngrams: one without weights",
      where: { !vectors($0) }),
    GenerativeParameter(
      "identifiers", .name(GenerativeConfiguration.Identifiers.allCases.map(\.rawValue)),
      default: standard.identifiers.rawValue,
      "what is written: n-grams (SEAL), titles (GENRE), atomic ids or clusters (DSI)",
      where: always),
    GenerativeParameter(AnalyzerChoice.parameter("not for models"), where: { !$0.byModel }),
    GenerativeParameter(
      "beams", .count(1...1000), default: standard.beams,
      "hypotheses that are kept at every step; 100 but for n-grams", where: always),
    GenerativeParameter(
      "length", .count(1...100), default: standard.maximumLength,
      "terms, or a model's tokens, of the longest n-gram that is written; n-grams only",
      where: ngrams),
    GenerativeParameter(
      "order", .count(1...10), default: standard.order,
      "terms of the longest n-gram that the model without weights counts", where: terms),
    GenerativeParameter(
      "prior", .positiveNumber(upTo: 1e6), default: standard.prior,
      "weight of a shorter history in the language model, in occurrences", where: terms),
    GenerativeParameter(
      "copying", .number(0...1), default: standard.copying,
      "share of the query in what is written; 0.9 for titles", where: terms),
    GenerativeParameter(
      "emphasis", .number(0...10), default: standard.emphasis,
      "how much more of rare than of frequent terms is copied; 0 treats all alike", where: terms),
    GenerativeParameter(
      "choices", .count(1...1_000_000), default: standard.choices.map { String($0) } ?? "all",
      "successors of an n-gram that are looked at, beside the query's terms",
      where: { ngrams($0) && !$0.byModel }),
  ]

  private static let scoring = [
    GenerativeParameter(
      "alpha", .number(0...10), default: standard.scoring.alpha, "power of an n-gram's weight",
      where: ngrams),
    GenerativeParameter(
      "beta", .number(0...1), default: standard.scoring.beta,
      "what an n-gram loses whose terms were counted before", where: ngrams),
    GenerativeParameter(
      "smoothing", .number(0...1e6), default: standard.scoring.smoothing,
      "occurrences that are added to those of an n-gram", where: ngrams),
    GenerativeParameter(
      "k1", .number(0...1000), default: standard.scoring.k1,
      "how fast further occurrences stop counting; 0: at once, as in SEAL", where: ngrams),
    GenerativeParameter(
      "b", .number(0...1), default: standard.scoring.b,
      "how much long documents are discounted; k1 above 0 only", where: ngrams),
    GenerativeParameter(
      "occurrences", .count(1...1_000_000_000), default: standard.scoring.occurrences,
      "occurrences that are looked at for a query; the most frequent n-grams go without",
      where: ngrams),
    GenerativeParameter(
      "length-penalty", .number(0...10), default: standard.lengthPenalty,
      "power of its length by which the score of a title, or of what a model writes, is divided; not "
        + "for n-grams",
      where: { !ngrams($0) && !vectors($0) }),
  ]

  private static let semantics = [
    GenerativeParameter(
      "dimensions", .count(1...65_536), default: standard.dimensions,
      "dimensions of latent semantic analysis; ids and clusters without a model", where: vectors),
    GenerativeParameter(
      "temperature", .positiveNumber(upTo: 1000), default: standard.temperature,
      "what cosines are divided by; ids and clusters without a model", where: vectors),
    GenerativeParameter(
      "branches", .count(2...10_000), default: standard.branches,
      "the most documents or clusters in a cluster; clusters without a model",
      where: { vectors($0) && $0.identifiers == .clusters }),
    GenerativeParameter(
      "identifier-file", .text, default: "the model's identifiers.tsv",
      "what a model writes for each document: lines of an id, a tab and a text; clusters by a model",
      where: { $0.byModel && $0.identifiers == .clusters }),
  ]

  private static func models(_ parameters: [RetrieverParameter]) -> [GenerativeParameter] {
    parameters.map { GenerativeParameter($0, where: models) }
  }
}
