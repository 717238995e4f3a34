// SPDX-License-Identifier: Apache-2.0

import Kernels
import TextAnalysis

/// Everything one thread needs to answer queries.
///
/// `@unchecked Sendable`: ``SparseIndex`` lends a session to one search at a time.
final class SearchSession: @unchecked Sendable {
  let scratch: SearchScratch
  private var analysis: QueryAnalysis
  private var terms: [QueryTerm] = []

  init(_ analyzer: Analyzer, _ set: InstructionSet = .best) {
    scratch = SearchScratch(set)
    analysis = QueryAnalysis(analyzer)
  }

  /// Leaves the best `k` documents for a query in `scratch.top`.
  func search(
    _ query: String, in index: InvertedIndex, k: Int, strategy: SparseIndex.Strategy
  ) {
    analysis.analyze(query, in: index, into: &terms)
    guard !terms.isEmpty else {
      scratch.top.reset(k: k, lowest: 0, highest: 0)
      return
    }
    if strategy == .impacts, ImpactSearch(index: index, k: k).run(terms, scratch) { return }
    let clauses = clauses(in: index, k: k)
    if strategy != .exhaustive,
      PrunedSearch(clauses: clauses, k: k, documentCount: index.documentCount)?.run(scratch) == true
    {
      return
    }
    ExhaustiveSearch(clauses: clauses, k: k).run(scratch)
  }

  /// The clauses of a query, for a search of the best `k` documents.
  func clauses(of query: String, in index: InvertedIndex, k: Int) -> [Clause] {
    analysis.analyze(query, in: index, into: &terms)
    return clauses(in: index, k: k)
  }

  private func clauses(in index: InvertedIndex, k: Int) -> [Clause] {
    terms.map { Clause(field: index.fields[$0.field], row: $0.row, boost: $0.boost, k: k) }
  }
}
