// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Formats
import Foundation
import Measures
import Retrieval

extension Measure {
  /// From the files to five averaged measures.
  static func evaluate(run: String, qrels: String, repetitions: Int) throws {
    let measures = try ["nDCG@10", "AP", "R@100", "R@1000", "RR"].map { try Measures.Measure($0) }
    var values: [String: Double] = [:]
    let seconds = try seconds(repetitions: repetitions) {
      let evaluator = Evaluator(
        qrels: try readTRECQrels(path: qrels), measures: measures, protocol: EvaluationProtocol())
      let result = try evaluator.evaluate(runFile: run)
      for (measure, mean) in zip(result.measures, result.means) { values["\(measure)"] = mean }
    }
    try report(seconds, ["values": values])
  }

  /// Every document of a corpus through the JSON-lines reader.
  static func scanJSONLines(_ path: String, repetitions: Int) throws {
    let corpus = try BEIRCorpus(path: path)
    var documents = 0
    let seconds = try seconds(repetitions: repetitions) {
      let reader = try corpus.makeReader()
      documents = 0
      while let batch = try reader.nextBatch() { documents += batch.count }
    }
    try report(seconds, ["documents": documents])
  }

  /// The first twentieth of a corpus through Foundation's decoder; `share` says how much it was.
  static func decodeJSONLines(_ path: String, repetitions: Int) throws {
    struct Row: Decodable {
      let _id: String
      let title: String?
      let text: String
    }
    let all = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    let part = all.prefix(max(1_000_000, all.count / 20)).split(separator: 10).dropLast()
    let bytes = part.reduce(0) { $0 + $1.count + 1 }
    let decoder = JSONDecoder()
    let seconds = try seconds(repetitions: repetitions) {
      for line in part { _ = try decoder.decode(Row.self, from: line) }
    }
    try report(seconds, ["share": Double(bytes) / Double(all.count)])
  }
}
