// SPDX-License-Identifier: Apache-2.0

import Kernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The score of one query term in one field, as a function of its frequency in a document and of
/// that document's length factor.
enum TermScoring: Sendable {
  /// Any BM25.
  case saturation(Saturation)
  /// Query likelihood; the factor is the (lossy) document length.
  case languageModel(LanguageModel)

  /// The score of one posting.
  func score(frequency: UInt32, factor: Float) -> Float {
    switch self {
    case .saturation(let saturation): saturation.score(Float(frequency) * factor)
    case .languageModel(let model): model.score(frequency: frequency, length: factor)
    }
  }
}

/// Query likelihood of one term, computed in `Double` and rounded once, as Lucene does.
enum LanguageModel: Sendable {
  case dirichlet(boost: Double, mu: Double, probability: Double)
  case jelinekMercer(boost: Double, document: Double, collection: Double)

  /// The score of one posting; with Dirichlet smoothing never below zero.
  func score(frequency: UInt32, length: Float) -> Float {
    let frequency = Double(frequency)
    let length = Double(length)
    switch self {
    case .dirichlet(let boost, let mu, let probability):
      let score = boost * (log(1 + frequency / (mu * probability)) + log(mu / (length + mu)))
      return score > 0 ? Float(score) : 0
    case .jelinekMercer(let boost, let document, let collection):
      return Float(boost * log(1 + (document * frequency / length) / collection))
    }
  }
}

extension FieldScoring {
  /// A BM25 variant as a saturation: `tf / (K + tf)` is `1 - 1 / (1 + tf / K)`.
  func saturation(
    _ variant: RankingFunction.BM25Variant, k1: Float, b: Float, delta: Float, boost: Float,
    _ documentFrequency: Int
  ) -> Saturation {
    let df = Double(documentFrequency)
    let n = Double(statistics.documents)
    let scale = Double(boost) * (Double(k1) + 1)
    switch variant {
    case .lucene, .luceneAccurate:
      let n = Double(statistics.documentsWithField)
      return Saturation(weight: boost * Float(log(1 + (n - df + 0.5) / (df + 0.5))))
    case .robertson:
      return Saturation(weight: Float(Double(boost) * max(0, log((n - df + 0.5) / (df + 0.5)))))
    case .atire:
      return Saturation(weight: Float(scale * log(n / df)))
    case .bm25Plus:
      let idf = log((n + 1) / df)
      return Saturation(
        weight: Float(scale * idf), offset: Float(Double(boost) * idf * Double(delta)))
    case .bm25L:
      let idf = log((n + 1) / (df + 0.5))
      return Saturation(weight: Float(scale * idf), shift: k1 > 0 ? 1 + delta / k1 : 1)
    }
  }
}
