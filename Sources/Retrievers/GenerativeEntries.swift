// SPDX-License-Identifier: Apache-2.0

import GenerativeRetrieval
import Retrieval
import TextAnalysis

/// The registry's retrievers that write identifiers.
enum GenerativeEntries {
  static let all = [generative]

  private static let standard = GenerativeConfiguration()

  private static let generative = RetrieverRegistry.Entry(
    name: "generative", family: "generative",
    summary: "Identifiers of documents, written token by token by a language model, or "
      + "one without weights: n-grams of the corpus, titles, ids or paths in a tree of clusters",
    parameters: GenerativeParameter.all.map(\.parameter)
  ) { values, environment throws(RetrieverSpecificationError) in
    let task = GenerativeParameter.Task(
      identifiers: GenerativeConfiguration.Identifiers(rawValue: values["identifiers"]) ?? .ngrams,
      byModel: values["model"] != GeneratorModels.ngrams)
    let defaults = defaults(task)
    let configuration = configuration(values, task, defaults)
    var unused: [String] = []
    for known in GenerativeParameter.all where !known.isUsed(task) {
      let name = known.parameter.name
      unused.append(name)
      // The model that is none may be named.
      guard name != "model" else { continue }
      try values.reject(
        name, unless: known.condition(task, identifiers: values["identifiers"]))
    }
    if configuration.scoring.k1 == 0 {
      try values.reject("b", unless: "n-grams and a k1 above 0")
      unused.append("b")
    }
    guard !task.byModel else {
      return try model(values, environment, configuration, leavingOut: unused, defaults)
    }
    let choice = AnalyzerChoice(values)
    return { [unused] language in
      let choice = choice.resolved(forLanguage: language)
      return GenerativeRetriever(
        card: values.card(
          leavingOut: unused, defaults: defaults, derived: choice.facts,
          decidedByTask: choice.decidedByTask),
        configuration: configuration, analyzer: choice.analyzer)
    }
  }

  private static func model(
    _ values: ParameterValues, _ environment: RetrieverEnvironment,
    _ configuration: GenerativeConfiguration, leavingOut unused: [String],
    _ defaults: [String: String]
  ) throws(RetrieverSpecificationError) -> RetrieverRegistry.ByLanguage {
    let model = try GeneratorModels.open(values, environment, configuration)
    var derived = model.derived
    if configuration.identifiers == .ngrams { derived["documents"] = "title @@ text" }
    let absent = values.isGiven("identifier-file") ? [] : ["identifier-file"]
    let card = values.card(leavingOut: unused + absent, defaults: defaults, derived: derived)
    return { _ in
      GenerativeRetriever(
        card: card, configuration: configuration, generator: model.generator,
        identifiers: model.identifiers)
    }
  }

  /// Defaults that depend on what is written: a hypothesis is one identifier or one of many n-grams,
  /// and a title is hardly ever found by what it shares with all titles. What a model writes is scored
  /// as in SEAL's paper.
  private static func defaults(_ task: GenerativeParameter.Task) -> [String: String] {
    switch task.identifiers {
    case .ngrams: task.byModel ? ["beta": "0.8", "k1": "0"] : [:]
    case .titles: task.byModel ? ["beams": "100"] : ["beams": "100", "copying": "0.9"]
    case .ids, .clusters: ["beams": "100"]
    }
  }

  private static func configuration(
    _ values: ParameterValues, _ task: GenerativeParameter.Task, _ defaults: [String: String]
  ) -> GenerativeConfiguration {
    func number(_ name: String) -> Float { values.number(name, default: defaults[name]) }
    var configuration = standard
    configuration.identifiers = task.identifiers
    configuration.beams = values.count(
      "beams", default: defaults["beams"].flatMap { Int($0) } ?? standard.beams)
    configuration.maximumLength = values.count("length", default: standard.maximumLength)
    configuration.order = values.count("order", default: standard.order)
    configuration.prior = number("prior")
    configuration.copying = number("copying")
    configuration.emphasis = number("emphasis")
    if task.byModel {
      configuration.choices = nil
    } else if values.isGiven("choices") {
      configuration.choices = values.count("choices")
    }
    configuration.lengthPenalty = number("length-penalty")
    configuration.dimensions = values.count("dimensions", default: standard.dimensions)
    configuration.temperature = number("temperature")
    configuration.branches = values.count("branches", default: standard.branches)
    configuration.scoring.alpha = number("alpha")
    configuration.scoring.beta = number("beta")
    configuration.scoring.smoothing = number("smoothing")
    configuration.scoring.k1 = number("k1")
    configuration.scoring.b = number("b")
    configuration.scoring.occurrences = values.count(
      "occurrences", default: standard.scoring.occurrences)
    return configuration
  }
}
