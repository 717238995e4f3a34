// SPDX-License-Identifier: Apache-2.0

import Compression
import Retrieval

@testable import RunStore

/// What a blob of version 1 looks like in a store.
let versionOne = """
  28b52ffd2438ad0100c40252554e0104626d3235020202643164320202027131713202010800010180848001ff0f\
  b4e6cc99b3e6ccb97f0200601007e0047559bff9
  """

/// A frame around any content.
func blob(ofContent content: [UInt8]) throws -> [UInt8] {
  try Zstd.compress(content)
}

/// What is in a frame.
func content(of blob: [UInt8]) throws -> [UInt8] {
  try Zstd.decompress(blob, limit: 1 << 24)
}

extension [UInt8] {
  /// Bytes from pairs of hexadecimal digits.
  init(hexDigits text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    self = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] * 16 + digits[$0 + 1])
    }
  }
}

/// Sixty-four times the same digit.
func hash(_ digit: Character) -> String {
  String(repeating: digit, count: 64)
}

/// A run of two queries.
let sampleRun: Run = {
  var first = Ranking(queryID: "q1")
  first.append(document: "d1", score: 2.5)
  first.append(document: "d2", score: 1.25)
  var second = Ranking(queryID: "q2")
  second.append(document: "d2", score: 0.1)
  return Run(tag: "bm25", rankings: [first, second])
}()

/// An experiment with every field set to something of its own.
func sampleExperiment(id: String = "0123456789abcdef", retriever: Character = "c") -> Experiment {
  var experiment = Experiment(
    id: id, suite: "beir", task: "scifact", retriever: "bm25:b=0.75", profile: "default",
    status: .done,
    hashes: Experiment.Hashes(task: hash("a"), protocol: hash("b"), retriever: hash(retriever)))
  experiment.family = "sparse"
  experiment.parameters = ["b": "0.75", "k1": "0.9"]
  experiment.protocolSettings = ["depth": "1000"]
  experiment.indexStatistics = ["documents": 5183, "terms": 838_128]
  experiment.machine = ["cpu": "A processor", "cores": "2"]
  experiment.counts = Experiment.Counts(documents: 5183, queries: 2, judged: 3, missing: 1)
  experiment.cost = Experiment.Cost(
    indexSeconds: 0.25, indexCPUSeconds: 0.5, searchSeconds: 0.125, searchCPUSeconds: 0.0625,
    queriesPerSecond: 16, latencyMilliseconds: ["p50": 1.1, "max": 3.3], indexBytes: 1_234_567,
    peakResidentBytes: 98_765_432)
  experiment.scores = [
    Experiment.Score(
      measure: "nDCG@10", value: 0.1 + 0.2, interval: 0.25...0.75, perQuery: [0.1, 0.2, 1.0 / 3]),
    Experiment.Score(measure: "R@100", value: 1, perQuery: [1, 1, 1]),
  ]
  experiment.queryIDs = ["q1", "q 2", "frage"]
  experiment.programVersion = "1.0"
  experiment.sourceCommit = "abc"
  experiment.command = "bench run"
  experiment.startedAt = 1_700_000_000.5
  experiment.scoringVersion = 1
  return experiment
}

extension RunStore {
  /// Stores an experiment with ``sampleRun`` as its rankings.
  @discardableResult
  func save(_ experiment: Experiment) throws -> Int64 {
    try save(
      experiment,
      rankings: experiment.status == .done
        ? .new(blob: try RankingCodec.encode(sampleRun), conditions: "depth=1000") : .none)
  }
}
