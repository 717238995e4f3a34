// SPDX-License-Identifier: Apache-2.0

import TextAnalysis

/// Turns queries into rows of an index's dictionaries, on one thread.
///
/// What became of a word is remembered between queries: most words of a query occurred in others.
struct QueryAnalysis: ~Copyable {
  /// When so many words are remembered, all are forgotten.
  static let mostSurfaces = 1 << 16

  private static let unknown = UInt32.max

  private let analyzer: Analyzer
  private let limit: Int
  private var vocabulary: SurfaceVocabulary
  /// Of every term of the vocabulary, the rows in the index's fields; ``unknown`` where absent.
  private var rows: [UInt32] = []
  /// How often the query at hand names a term of the vocabulary; all 0 between queries.
  private var boosts: [Int] = []
  private var distinct: [UInt32] = []

  init(_ analyzer: Analyzer, remembering limit: Int = mostSurfaces) {
    self.analyzer = analyzer
    self.limit = limit
    vocabulary = SurfaceVocabulary(analyzer)
  }

  /// Writes the distinct terms of a query, field by field, in each in the order in which the query
  /// first names them; terms that no document has are left out.
  mutating func analyze(_ query: String, in index: InvertedIndex, into terms: inout [QueryTerm]) {
    terms.removeAll(keepingCapacity: true)
    if vocabulary.surfaceCount > limit { forget() }
    distinct.removeAll(keepingCapacity: true)
    var query = query
    query.withUTF8 { text in
      for number in vocabulary.terms(of: UnsafeRawBufferPointer(text)) {
        while boosts.count <= Int(number) { learn(index) }
        if boosts[Int(number)] == 0 { distinct.append(number) }
        boosts[Int(number)] += 1
      }
    }
    let fields = index.fields.count
    for field in 0..<fields {
      for number in distinct {
        let row = rows[Int(number) * fields + field]
        guard row != Self.unknown else { continue }
        terms.append(QueryTerm(field: field, row: Int(row), boost: boosts[Int(number)]))
      }
    }
    for number in distinct { boosts[Int(number)] = 0 }
  }

  /// Looks up the vocabulary's next term.
  private mutating func learn(_ index: InvertedIndex) {
    let number = boosts.count
    for field in index.fields {
      let row = vocabulary.terms.withBytes(number) { field.row(of: $0) }
      rows.append(row.map { UInt32($0) } ?? Self.unknown)
    }
    boosts.append(0)
  }

  private mutating func forget() {
    vocabulary = SurfaceVocabulary(analyzer)
    rows.removeAll()
    boosts.removeAll()
  }
}
