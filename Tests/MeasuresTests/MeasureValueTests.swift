// SPDX-License-Identifier: Apache-2.0

import Foundation
import Measures
import Retrieval
import TestSupport
import Testing

/// The value of a measure for a ranking given as grades, nil for unjudged documents.
private func value(
  _ name: String, _ ranking: [Int32?], judged: [Int32]? = nil, positiveGrade: Int32 = 1,
  gain: EvaluationProtocol.Gain = .linear
) throws -> Double {
  try Measure(name).value(
    of: RankedJudgments(
      ranking: ranking, judged: judged ?? ranking.compactMap { $0 }, positiveGrade: positiveGrade,
      gain: gain))
}

@Suite struct `A measure's value` {
  @Test func `of nDCG is the textbook's`() throws {
    let gained = 3 + 2 / log2(3.0) + 0 + 1 / log2(5.0)
    let ideal = 3 + 3 / log2(3.0) + 2 / 2 + 1 / log2(5.0)
    #expect(abs(try value("nDCG@4", [3, 2, nil, 1, 3]) - gained / ideal) < 1e-15)
    let steep = (7 + 3 / log2(3.0)) / (7 + 7 / log2(3.0))
    #expect(abs(try value("nDCG(dcg='exp-log2')@2", [3, 2, nil, 1, 3]) - steep) < 1e-15)
  }

  @Test func `takes threshold and gain from the protocol unless the name has its own`() throws {
    let ranking: [Int32?] = [1, nil, 2]
    #expect(try value("RR", ranking) == 1)
    #expect(try value("RR", ranking, positiveGrade: 2) == 1 / 3)
    #expect(try value("RR(rel=1)", ranking, positiveGrade: 2) == 1)
    #expect(
      try value("nDCG", ranking, gain: .exponential) == value("nDCG(dcg='exp-log2')", ranking))
    #expect(
      try value("nDCG(dcg='log2')", ranking, gain: .exponential) == value("nDCG", ranking))
  }

  @Test func `of exponential gain stays a number for any grade`() throws {
    let ranking: [Int32?] = [2000, 1024, .max]
    #expect(try value("nDCG", ranking, gain: .exponential) == 1)
    #expect(try value("nDCG", [nil, 1024], gain: .exponential).isFinite)
  }

  @Test func `of rank-biased precision sums the weights of relevant ranks`() throws {
    #expect(abs(try value("RBP(p=0.5)", [1, nil, 0, 2]) - 0.5 * (1 + 0.125)) < 1e-15)
    #expect(abs(try value("RBP(p=0.5)@3", [1, nil, 0, 2]) - 0.5) < 1e-15)
    #expect(abs(try value("RBP", [nil, 1]) - 0.2 * 0.8) < 1e-15)
  }

  @Test func `of expected reciprocal rank knows the scale's top`() throws {
    #expect(try value("ERR", [4]) == 15.0 / 16)
    #expect(try value("ERR(max_rel=1)", [nil, 1]) == 0.25)
    #expect(try value("ERR(max_rel=1)", [nil, 3]) == 0.25)
  }

  @Test func `of capped recall, holes and judged share is BEIR's and ir-measures'`() throws {
    #expect(try value("R_cap@2", [1, nil, 1], judged: [1, 1, 1, 1]) == 0.5)
    #expect(try value("R_cap@10", [1, nil, 1], judged: [1, 1, 1, 1]) == 0.5)
    #expect(try value("R_cap@10", [0], judged: [0]) == 0)
    #expect(try value("Judged@2", [1, nil, -1]) == 0.5)
    #expect(try value("Judged@10", [1, nil, -1]) == 2.0 / 3)
    let holes = RankedJudgments(
      hits: [], retrieved: 3, judged: GradeCounts([1]), unannotated: [1, 3])
    #expect(try Measure("Hole@2").value(of: holes) == 0.5)
    #expect(try Measure("Hole@4").value(of: holes) == 0.5)
    #expect(try Measure("Hole@10").annotationDepth == 10)
  }

  @Test func `of the area under the curve counts judged pairs, retrieved or not`() throws {
    #expect(try value("AUC", [1, nil, 0]) == 1)
    #expect(try value("AUC", [0, 1]) == 0)
    #expect(try value("AUC", [], judged: [0, 1]) == 0.5)
    #expect(try value("AUC", [1], judged: [1, 1, 0, 0]) == (2 + 1) / 4)
    #expect(try value("AUC", [1], judged: [1]) == 0.5)
    #expect(try value("Accuracy", [nil, 1, nil, 2, 0]) == 1 - 3.0 / 6)
    #expect(try value("Accuracy@2", [1, 1, nil]) == 1)
  }

  @Test(arguments: [
    "nDCG", "nDCG@5", "AP", "RR", "P@3", "R@3", "R_cap@3", "Success@2", "Rprec", "Bpref", "infAP",
    "RBP", "ERR@5", "IPrec@0.5", "SetP", "SetR", "SetF", "SetAP", "Judged@3", "Accuracy",
    "ndcg_rel", "Rndcg", "G", "binG", "11pt_avg", "relative_P_3", "Rprec_mult_0.50", "yaap",
  ])
  func `is 0 and never undefined without relevant or retrieved documents`(_ name: String) throws {
    #expect(try value(name, [], judged: []) == 0)
    #expect(try value(name, [nil, nil], judged: []) == 0)
    if name != "yaap" { #expect(try value(name, [], judged: [1, 2, 0]) == 0) }
    if name != "Judged@3" { #expect(try value(name, [0, nil, -1], judged: [0, -1, 0]) == 0) }
  }

  @Test(arguments: [
    "nDCG", "nDCG@5", "nDCG(dcg='exp-log2')@5", "AP", "AP@5", "RR@5", "P@5", "R@5", "Bpref",
    "infAP",
    "RBP", "ERR@5", "AUC", "ndcg_rel", "G", "binG", "Accuracy",
  ])
  func `never falls when a better document moves up`(_ name: String) throws {
    let measure = try Measure(name)
    var generator = SeededGenerator(seed: 17)
    for _ in 0..<300 {
      let length = Int.random(in: 2...12, using: &generator)
      var ranking = (0..<length).map { _ in Int32.random(in: 0...3, using: &generator) as Int32? }
      let judged = ranking.compactMap { $0 } + [1, 2, 0]
      let before = measure.value(of: RankedJudgments(ranking: ranking, judged: judged))
      let place = Int.random(in: 1..<length, using: &generator)
      guard let upper = ranking[place - 1], let lower = ranking[place], lower > upper else {
        continue
      }
      ranking.swapAt(place - 1, place)
      let after = measure.value(of: RankedJudgments(ranking: ranking, judged: judged))
      #expect(after >= before - 1e-12, "\(ranking)")
    }
  }

  @Test(arguments: ["nDCG@5", "AP", "RR", "R@5", "Rprec", "Bpref", "AUC", "SetR", "Success@1"])
  func `is 1 for the ideal ranking`(_ name: String) throws {
    #expect(try value(name, [3, 2, 2, 1, 0, 0]) == 1)
  }

  @Test func `of a missing query is 0, but for counts and geometric means`() throws {
    let judged = GradeCounts([1, 0, 2])
    #expect(try Measure("AP").missingValue(judged) == 0)
    #expect(try Measure("NumRel").missingValue(judged) == 2)
    #expect(try Measure("num_q").missingValue(judged) == 1)
    #expect(try Measure("GMAP").missingValue(judged) == log(0.00001))
  }

  @Test func `over queries is a mean, a sum or a geometric mean`() throws {
    #expect(try Measure("AP").aggregation.aggregate([0.5, 0, 1]) == 0.5)
    #expect(try Measure("NumRet").aggregation.aggregate([5, 0, 1]) == 6)
    let geometric = try Measure("GMAP").aggregation.aggregate([log(0.25), log(1)])
    #expect(abs(geometric - 0.5) < 1e-15)
    #expect(try Measure("AP").aggregation.aggregate([]) == 0)
  }
}
