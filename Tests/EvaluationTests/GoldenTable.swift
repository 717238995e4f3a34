// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Formats
import Foundation
import Measures
import Retrieval
import TestSupport
import Testing

/// Values that reference tools computed: one row a query, one column a measure.
struct GoldenTable {
  let measures: [Measure]
  let queryIDs: [String]
  /// `[query][measure]`
  let values: [[Double]]

  /// The table `Golden/NAME.tsv.gz`.
  init(_ name: String) throws {
    let file = try FileBytes(path: GoldenTable.path(name + ".tsv.gz"))
    let text = file.withBytes { String(decoding: $0, as: UTF8.self) }
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    measures = try rows[0].dropFirst().map { try Measure($0) }
    queryIDs = rows.dropFirst().map { $0[0] }
    values = try rows.dropFirst().map { try $0.dropFirst().map { try #require(Double($0)) } }
  }

  /// Nothing with glibc, whose log2 the reference tools call too.
  static var exact: Double {
    #if canImport(Glibc)
      0
    #else
      1e-12
    #endif
  }

  static func path(_ name: String) -> String {
    TestData.repository.appending(path: "Tests/EvaluationTests/Golden/" + name).path
  }

  /// Expects the same queries, and every value of every query within `tolerance`.
  func expectEqual(_ result: EvaluationResult, tolerance: Double) {
    #expect(result.queryIDs == queryIDs)
    #expect(result.measures == measures)
    for (query, id) in queryIDs.enumerated() where query < result.queryIDs.count {
      for (index, measure) in measures.enumerated() {
        let golden = values[query][index]
        let value = result.values[index][query]
        #expect(
          abs(value - golden) <= tolerance * max(1, abs(golden)),
          "\(measure) of query \(id): \(value), reference \(golden)")
      }
    }
  }
}

/// One comparison: a table of golden values and the rules under which they hold.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let name: String
  let variant: String
  var folder: String?

  var testDescription: String { "\(name).\(variant)" }

  /// What the reference tools do in this variant.
  var rules: EvaluationProtocol {
    EvaluationProtocol(
      positiveGrade: variant == "rel2" ? 2 : 1, depth: .max,
      ties: variant == "ascending" ? .documentAscending : .trecEval, missingQueries: .skip)
  }

  /// How exact the comparison is: to the last bit where log2 is the same C library's. gdeval prints
  /// five decimals.
  var tolerance: Double { variant == "gdeval" ? 6e-6 : GoldenTable.exact }

  var qrels: String {
    folder.map { TestData.data.appending(path: $0 + "/qrels/test.tsv").path }
      ?? GoldenTable.path(name + ".qrels")
  }

  var run: String {
    folder.map { _ in
      TestData.reference.appending(path: "runs/anserini-bm25-flat.\(name).run.gz").path
    } ?? GoldenTable.path(name + ".run")
  }
}
