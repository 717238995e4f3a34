// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing
import TextAnalysis

@testable import SparseRetrieval

@Suite struct `Query analysis` {
  private static let documents = [
    Document(id: "1", title: "cells", text: "The cell divides; glucose."),
    Document(id: "2", title: "Glucose", text: "internationalization of CELLS"),
  ]

  private func withIndex(
    _ fields: IndexedFields, _ body: (InvertedIndex, Analyzer) throws -> Void
  ) async throws {
    try await withFolder { folder in
      let configuration = IndexConfiguration(
        analyzer: "lucene-english", fields: fields, function: .lucene)
      _ = try await SparseIndex.build(
        InMemoryCorpus(Self.documents), configuration, in: Workspace(folder: folder, threads: 1))
      try body(
        InvertedIndex(path: folder + "/" + SparseIndex.fileName, configuration: configuration),
        Analyzer(named: "lucene-english"))
    }
  }

  /// What the analysis must find, without any memory.
  private func expected(
    _ query: String, _ index: InvertedIndex, _ analyzer: Analyzer
  ) -> [QueryTerm] {
    let all = analyzer.terms(of: query)
    let distinct = all.indices.filter { !all[..<$0].contains(all[$0]) }.map { all[$0] }
    return index.fields.indices.flatMap { field in
      distinct.compactMap { term in
        Array(term.utf8).withUnsafeBytes { index.fields[field].row(of: $0) }.map { row in
          QueryTerm(field: field, row: row, boost: all.count { $0 == term })
        }
      }
    }
  }

  @Test(arguments: IndexedFields.allCases, [0, 3, QueryAnalysis.mostSurfaces])
  func `finds the same terms whatever it remembers`(
    fields: IndexedFields, limit: Int
  ) async throws {
    let words = [
      "cell", "Cells", "the", "GLUCOSE", "glucose’s", "nowhere", "internationalization", "é", "日本",
      "divide", "dividing", "of", "",
    ]
    var generator = SeededGenerator(seed: 4)
    try await withIndex(fields) { index, analyzer in
      var analysis = QueryAnalysis(analyzer, remembering: limit)
      var terms: [QueryTerm] = []
      for _ in 0..<200 {
        let query = (0..<Int.random(in: 0...9, using: &generator))
          .map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
        analysis.analyze(query, in: index, into: &terms)
        #expect(terms == expected(query, index, analyzer), "\(query)")
      }
    }
  }
}
