// SPDX-License-Identifier: Apache-2.0

import GenerativeRetrieval
import Retrieval
import SentenceEncoders
import SequenceGenerators

/// The language models that a specification can name to write with.
enum GeneratorModels {
  /// The model that needs no weights.
  static let ngrams = "ngrams"

  /// Parameters of models alone.
  static let parameters = [
    ModelParameters.computation,
    RetrieverParameter(
      name: "max-tokens", domain: .count(1...1_000_000), defaultValue: "the model's",
      help: "tokens of a query that are read; models only"),
    RetrieverParameter(
      name: "query-prompt", domain: .text, defaultValue: "none",
      help: "what is put before every query; models only"),
    RetrieverParameter(
      name: "query-suffix", domain: .text, defaultValue: "none",
      help: "what is put behind every query, as \" || body\" for SEAL; models only"),
  ]

  static let names = parameters.map(\.name)

  /// A model, opened.
  struct Opened {
    let generator: SequenceGenerator
    /// What it writes for documents, where they are paths of clusters.
    let identifiers: IdentifierFile?
    /// What decides what is written, by parameter where one decides it.
    let derived: [String: String]
  }

  /// Opens the model that `model` names.
  ///
  /// - Throws: `.unusable` where there is none, it is damaged, does not write, or not what is wanted.
  static func open(
    _ values: ParameterValues, _ environment: RetrieverEnvironment,
    _ configuration: GenerativeConfiguration
  ) throws(RetrieverSpecificationError) -> Opened {
    let text = values.specification.text
    let generator: SequenceGenerator
    var identifiers: IdentifierFile?
    var content: String?
    do throws(DataError) {
      let folder = try environment.modelFolder(values["model"])
      generator = try SequenceGenerator(folder: folder, options: options(values))
      if configuration.identifiers == .clusters {
        let path =
          values.isGiven("identifier-file")
          ? values["identifier-file"] : folder + "/identifiers.tsv"
        identifiers = try IdentifierFile(path: path)
        content = try SentenceEncoder.digest([path])
      }
    } catch {
      let place = error.line.map { "\(error.file):\($0)" } ?? error.file
      throw RetrieverSpecificationError(
        .unusable, text, "\(place): \(error.problem)", fix: error.fix)
    }
    let writable = generator.writableTokens
    if configuration.identifiers != .ngrams {
      guard generator.hasEnd, writable > 1 else {
        throw RetrieverSpecificationError(
          .unusable, text,
          "the model does not end what it writes, \(values["identifiers"]) have an end",
          fix: "take identifiers=ngrams, or another model")
      }
    } else if configuration.maximumLength > writable {
      throw RetrieverSpecificationError(
        .unusable, text,
        "found length=\(configuration.maximumLength), the model writes at most \(writable) tokens",
        fix: "give a shorter length")
    }
    var derived = generator.facts
    let known = [
      "max-tokens": "max_tokens", "query-prompt": "prompt", "query-suffix": "suffix",
    ]
    for (parameter, fact) in known { derived[parameter] = derived.removeValue(forKey: fact) }
    derived["identifier-file.content"] = content
    return Opened(generator: generator, identifiers: identifiers, derived: derived)
  }

  private static func options(_ values: ParameterValues) -> SequenceGenerator.Options {
    var options = SequenceGenerator.Options()
    options.computation =
      SentenceEncoder.Computation(rawValue: values["computation"]) ?? .float32
    options.maximumTokens = values.isGiven("max-tokens") ? values.count("max-tokens") : nil
    if values.isGiven("query-prompt") { options.prompt = values["query-prompt"] }
    if values.isGiven("query-suffix") { options.suffix = values["query-suffix"] }
    return options
  }
}
