// SPDX-License-Identifier: Apache-2.0

import DenseRetrieval
import Retrieval
import SentenceEncoders
import StaticEmbeddings

/// A model that a specification names, opened.
struct OpenModel {
  let encoder: any TextEncoder
  /// How the model's vectors are meant to be compared.
  let similarity: SentenceEncoder.Similarity
  /// Parameters that mean nothing to it.
  let unused: [String]

  /// Opens the model.
  ///
  /// - Throws: `.unusable` where it is missing or damaged, `.unusedParameter` for what has no effect
  ///   on it.
  init(
    _ values: ParameterValues, _ environment: RetrieverEnvironment
  ) throws(RetrieverSpecificationError) {
    let text = values.specification.text
    do throws(DataError) {
      let folder = try environment.modelFolder(values["model"])
      guard try StaticEncoder.recognizes(folder) else {
        let model = try SentenceEncoder(folder: folder, options: Self.sentenceOptions(values))
        encoder = model
        similarity = model.similarity
        unused = []
        return
      }
      let model = try StaticEncoder(folder: folder, options: Self.staticOptions(values))
      encoder = model
      similarity = model.similarity
      unused = ["computation"]
    } catch {
      throw RetrieverSpecificationError(
        .unusable, text, "\(error.file): \(error.problem)", fix: error.fix)
    }
    guard !values.isGiven("computation") else {
      throw RetrieverSpecificationError(
        .unusedParameter, text, "computation has no effect here, a static model computes nothing",
        fix: "leave it out")
    }
  }

  private static func sentenceOptions(_ values: ParameterValues) -> SentenceEncoder.Options {
    var options = SentenceEncoder.Options()
    options.computation =
      SentenceEncoder.Computation(rawValue: values["computation"]) ?? .float32
    options.maximumTokens = values.isGiven("max-tokens") ? values.count("max-tokens") : nil
    options.dimensions = values.isGiven("dimensions") ? values.count("dimensions") : nil
    options.queryPrompt = values.isGiven("query-prompt") ? values["query-prompt"] : nil
    options.documentPrompt = values.isGiven("document-prompt") ? values["document-prompt"] : nil
    return options
  }

  private static func staticOptions(_ values: ParameterValues) -> StaticEncoder.Options {
    let same = sentenceOptions(values)
    var options = StaticEncoder.Options()
    options.maximumTokens = same.maximumTokens
    options.dimensions = same.dimensions
    options.queryPrompt = same.queryPrompt
    options.documentPrompt = same.documentPrompt
    return options
  }
}
