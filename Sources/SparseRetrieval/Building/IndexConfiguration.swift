// SPDX-License-Identifier: Apache-2.0

import TextAnalysis

/// Everything an index file depends on besides the corpus.
public struct IndexConfiguration: Sendable, Hashable {
  /// The registered name of the analyzer.
  public var analyzer: String
  /// Which fields are kept apart.
  public var fields: IndexedFields
  /// The ranking function; bounds for pruning are computed for it while indexing.
  public var function: RankingFunction

  /// A configuration.
  public init(analyzer: String, fields: IndexedFields, function: RankingFunction) {
    self.analyzer = analyzer
    self.fields = fields
    self.function = function
  }

  /// The configuration as text, kept in the index file.
  var text: String {
    let function =
      switch function {
      case .bm25(let variant, let k1, let b, let delta):
        "bm25 variant=\(variant.rawValue) k1=\(k1) b=\(b) delta=\(delta)"
      case .dirichlet(let mu): "dirichlet mu=\(mu)"
      case .jelinekMercer(let lambda): "jelinek-mercer lambda=\(lambda)"
      }
    let analyzer = [self.analyzer, Analyzer.version(of: self.analyzer)].compactMap(\.self)
      .joined(separator: " ")
    return "analyzer=\(analyzer) fields=\(fields.rawValue) function=\(function)"
  }
}
