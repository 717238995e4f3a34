// SPDX-License-Identifier: Apache-2.0

import Kernels
import TextAnalysis

/// Everything one thread needs to answer queries.
///
/// `@unchecked Sendable`: ``SparseIndex`` lends a session to one search at a time.
final class SearchSession: @unchecked Sendable {
  let scratch: SearchScratch
  private let analysis: AnalysisSession
  private var tokens: [SurfaceToken] = []
  private var term: [UInt8] = []

  init(_ analyzer: Analyzer, _ set: InstructionSet = .best) {
    scratch = SearchScratch(set)
    analysis = analyzer.makeSession()
  }

  /// The distinct terms of a query with their numbers of occurrences, in the order in which they
  /// first occur.
  private func terms(of query: String) -> [(term: [UInt8], count: Int)] {
    var terms: [(term: [UInt8], count: Int)] = []
    var query = query
    query.withUTF8 { text in
      let text = UnsafeRawBufferPointer(text)
      analysis.segment(text, into: &tokens)
      for token in tokens {
        let isKept = analysis.withBytes(of: token, in: text) {
          analysis.normalize($0, into: &term)
        }
        guard isKept else { continue }
        if let row = terms.firstIndex(where: { $0.term == term }) {
          terms[row].count += 1
        } else {
          terms.append((term, 1))
        }
      }
    }
    return terms
  }

  /// The clauses of a query: its terms in every field that has them.
  func clauses(of query: String, in index: InvertedIndex, k: Int) -> [Clause] {
    let terms = terms(of: query)
    return index.fields.flatMap { field in
      terms.compactMap { term, count in
        term.withUnsafeBytes { field.row(of: $0) }
          .map { Clause(field: field, row: $0, boost: count, k: k) }
      }
    }
  }
}
