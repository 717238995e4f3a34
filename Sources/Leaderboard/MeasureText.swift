// SPDX-License-Identifier: Apache-2.0

/// What measures say, for readers who do not know their names by heart.
enum MeasureText {
  /// A sentence on a measure by its canonical name; empty for one that is not known.
  static func summary(of measure: String) -> String {
    let base = String(measure.prefix { $0 != "@" && $0 != "(" })
    guard let meaning = meanings[base] else { return "" }
    guard let depth = cutoff(of: measure) else { return meaning + "." }
    return meaning + (depth == 1 ? ", first document only." : ", first \(depth) documents.")
  }

  /// The `10` of `nDCG@10`.
  private static func cutoff(of measure: String) -> Int? {
    measure.split(separator: "@").dropFirst().last.flatMap { Int($0) }
  }

  private static let meanings = [
    "nDCG": "Normalized discounted cumulative gain: graded relevance, discounted by rank",
    "AP": "Average precision: precision at each relevant document, averaged",
    "RR": "Reciprocal rank of the first relevant document",
    "P": "Precision: share of retrieved documents that are relevant",
    "R": "Recall: share of relevant documents that were retrieved",
    "RCap": "Recall, capped: share of the relevant documents that fit into the cutoff",
    "Success": "Share of queries with a relevant document",
    "Rprec": "Precision at the number of relevant documents",
    "Bpref": "Relevant documents ranked above judged irrelevant ones",
    "infAP": "Average precision inferred from sampled judgements",
    "RBP": "Rank-biased precision: expected gain of a persistent reader",
    "ERR": "Expected reciprocal rank at which a reader stops",
    "Judged": "Share of retrieved documents that are judged; says how far to trust the rest",
    "Hole": "Share of retrieved documents that nobody judged",
    "IPrec": "Interpolated precision at a level of recall",
  ]
}
