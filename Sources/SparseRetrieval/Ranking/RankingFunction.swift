// SPDX-License-Identifier: Apache-2.0

/// How the score of a document is computed from term statistics.
public enum RankingFunction: Sendable, Hashable {
  /// The members of the BM25 family that differ in more than `k1` and `b`.
  ///
  /// > Kamphuis, de Vries, Boytsov, Lin. "Which BM25 Do You Mean? A Large-Scale Reproducibility
  /// > Study of Scoring Variants." ECIR 2020.
  /// > doi:[10.1007/978-3-030-45442-5_4](https://doi.org/10.1007/978-3-030-45442-5_4)
  public enum BM25Variant: String, Sendable, Hashable, CaseIterable {
    /// Lucene 9: idf that is never negative, lengths kept in one byte, no factor k1 + 1.
    case lucene
    /// As ``lucene`` with exact lengths.
    case luceneAccurate = "lucene-accurate"
    /// Robertson et al. 1994; an idf below zero counts as zero.
    case robertson
    /// ATIRE (Trotman et al. 2012): idf = ln(N / df), factor k1 + 1.
    case atire
    /// Lv and Zhai 2011: every occurrence in a long document is worth at least `delta`.
    case bm25Plus = "bm25+"
    /// Lv and Zhai 2011: the length-normalised frequency is raised by `delta`.
    case bm25L = "bm25l"
  }

  /// BM25 with saturation `k1`, length normalisation `b` and, for BM25+ and BM25L, `delta`.
  case bm25(BM25Variant, k1: Float, b: Float, delta: Float)
  /// Query likelihood with Dirichlet smoothing (Lucene's `LMDirichletSimilarity`).
  case dirichlet(mu: Float)
  /// Query likelihood with Jelinek–Mercer smoothing (Lucene's `LMJelinekMercerSimilarity`).
  case jelinekMercer(lambda: Float)

  /// Whether document lengths are kept in one byte, as Lucene does.
  var hasLossyLengths: Bool {
    switch self {
    case .bm25(.lucene, _, _, _), .dirichlet, .jelinekMercer: true
    case .bm25: false
    }
  }
}

/// What a ranking function needs to know about a field of a collection.
struct FieldStatistics: Sendable, Hashable {
  /// All documents of the collection.
  var documents: Int
  /// Documents with at least one term in this field.
  var documentsWithField: Int
  /// Tokens of this field in all documents.
  var tokens: Int
}

/// A ranking function on one field of one collection.
struct FieldScoring: Sendable {
  let function: RankingFunction
  let statistics: FieldStatistics

  /// The length factor of a document: `1 / (k1 (1 - b + b length / mean length))`, in Lucene's order
  /// of operations; the length itself for query likelihood.
  func factor(length: UInt32) -> Float {
    guard case .bm25(_, let k1, let b, _) = function else { return Float(length) }
    return 1 / (k1 * ((1 - b) + b * Float(length) / meanLength))
  }

  /// Whether a search may use upper bounds: the score must be a saturation.
  var isPruned: Bool {
    if case .bm25 = function { true } else { false }
  }

  /// The factors of the 256 lossy lengths.
  var lossyFactors: [Float] { (0...UInt8.max).map { factor(length: LossyLength.decode($0)) } }

  private var meanLength: Float {
    let count = countsOnlyDocumentsWithField ? statistics.documentsWithField : statistics.documents
    return Float(Double(statistics.tokens) / Double(max(1, count)))
  }

  /// Lucene leaves documents without the field out of N and of the mean length; the other variants
  /// follow their papers and count every document.
  private var countsOnlyDocumentsWithField: Bool {
    switch function {
    case .bm25(.lucene, _, _, _), .bm25(.luceneAccurate, _, _, _): true
    default: false
    }
  }

  /// The score of a term that occurs `boost` times in the query, in `documentFrequency` documents,
  /// `collectionFrequency` times altogether.
  func term(boost: Int, documentFrequency: Int, collectionFrequency: Int) -> TermScoring {
    let boost = Float(boost)
    switch function {
    case .bm25(let variant, let k1, let b, let delta):
      return .saturation(
        saturation(variant, k1: k1, b: b, delta: delta, boost: boost, documentFrequency))
    case .dirichlet(let mu):
      let probability = collectionProbability(collectionFrequency)
      return .languageModel(
        .dirichlet(boost: Double(boost), mu: Double(mu), probability: probability))
    case .jelinekMercer(let lambda):
      let probability = collectionProbability(collectionFrequency)
      return .languageModel(
        .jelinekMercer(
          boost: Double(boost), document: Double(1 - lambda),
          collection: Double(lambda) * probability))
    }
  }

  /// Maximum likelihood in the collection with one more occurrence, as Lucene's default model.
  private func collectionProbability(_ collectionFrequency: Int) -> Double {
    (Double(collectionFrequency) + 1) / (Double(statistics.tokens) + 1)
  }
}
