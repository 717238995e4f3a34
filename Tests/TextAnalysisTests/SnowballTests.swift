// SPDX-License-Identifier: Apache-2.0

import Testing
import TextAnalysis

@Suite struct `Snowball stems` {
  static let rows = (try? Golden.rows("snowball.tsv")) ?? []
  static let algorithms = Set(rows.map { $0[0] }).sorted()

  @Test func `exist for every language that PyStemmer has`() {
    #expect(Self.algorithms.count == 29)
    for algorithm in Self.algorithms {
      #expect(Analyzer.names.contains("snowball-" + algorithm))
    }
  }

  @Test(arguments: algorithms)
  func `are those of PyStemmer 2.2.0`(algorithm: String) throws {
    let session = try Analyzer(named: "snowball-" + algorithm).makeSession()
    var everyStem = TermHash()
    var seen: Set<String> = []
    for row in Self.rows {
      if row[0] == algorithm, row[1] != "*" {
        #expect(stem(row[1], by: session) == Array(row[2].utf8), "of \(row[1])")
      }
      if row[1] != "*", seen.insert(row[1]).inserted {
        everyStem.add(term: stem(row[1], by: session))
      }
    }
    everyStem.endText()
    #expect(Self.rows.contains([algorithm, "*", everyStem.text]))
  }

  private func stem(_ word: String, by session: AnalysisSession) -> [UInt8] {
    var term: [UInt8] = []
    #expect(Array(word.utf8).withUnsafeBytes { session.normalize($0, into: &term) })
    return term
  }
}
