// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import SentenceEncoders
import Tokenizers

/// Makes a static model of a transformer, as Model2Vec does.
///
/// Every token of the vocabulary goes through the transformer alone, between the special tokens; its
/// vector is the average of the states. Vectors lose what they have in common and keep their
/// principal components, and weigh less the more often the token is thought to occur: vocabularies
/// are in order of frequency, which falls as Zipf's law says (S. Arora, Y. Liang and T. Ma. A simple
/// but tough-to-beat baseline for sentence embeddings. ICLR 2017, for the weights;
/// https://github.com/MinishLab/model2vec for the whole).
public enum Distillation {
  /// How numbers of the new model are stored.
  public enum Storage: String, Sendable, Hashable, CaseIterable {
    /// IEEE 754 binary32.
    case float32
    /// IEEE 754 binary16, in half the space.
    case float16
  }

  /// What came out.
  public struct Summary: Sendable, Hashable {
    /// Tokens of the new model.
    public var tokens: Int
    /// Values of a vector.
    public var dimensions: Int
    /// The share of the vectors' variance that the components hold, from 0 to 1; 1 where all were
    /// kept.
    public var explainedVariance: Double
  }

  /// Reads the model in `folder` and writes its static model, in Model2Vec's layout, to the new
  /// folder `path`.
  ///
  /// - Parameters:
  ///   - folder: A sentence-transformers folder, or a plain transformer's.
  ///   - dimensions: Principal components to keep; at most the width of the transformer. Where there
  ///     are no more tokens than that, vectors stay as they are.
  ///   - coefficient: The weight of a token of probability p is a / (a + p), with this a between 0
  ///     and 1; nil for equal weights.
  ///   - threads: How many threads work, at least 1.
  ///   - progress: Receives the number of tokens that went through the transformer and how many there
  ///     are; thread-safe.
  /// - Throws: ``DataError`` about a folder that is no such model or cannot be written.
  @discardableResult
  public static func distill(
    folder: String, to path: String, dimensions: Int = 256, coefficient: Double? = 1e-4,
    storage: Storage = .float32, threads: Int,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Summary {
    guard dimensions > 0 else {
      throw DataError(
        .malformed, file: folder, "found \(dimensions) dimensions, expected at least 1",
        fix: "ask for 1 or more dimensions")
    }
    if let coefficient, !(coefficient > 0 && coefficient < 1) {
      throw DataError(
        .malformed, file: folder,
        "found the coefficient \(coefficient), expected one between 0 and 1",
        fix: "ask for a small one, such as 1e-4")
    }
    let place = try SentenceEncoder.transformerFolder(in: folder)
    let source = place + "/tokenizer.json"
    let vocabulary = try DistilledVocabulary(folder: place)
    let (before, after) = try Tokenizer(path: source).frame
    var vectors = try TokenVectors(
      vocabulary.tokens, folder: place, before: before, after: after, threads: threads,
      progress: progress)
    let explained = vectors.reduce(to: dimensions)
    if let coefficient { vectors.weigh(coefficient) }
    try StaticModelWriter(
      source: folder, dimensions: dimensions, coefficient: coefficient, storage: storage
    ).write(vectors, tokenizer: vocabulary.tokenizer, to: path)
    return Summary(
      tokens: vectors.rows, dimensions: vectors.width, explainedVariance: explained)
  }
}
