// SPDX-License-Identifier: Apache-2.0

import Gate
import Retrieval
import RunStore
import Testing

@Suite struct `An explanation` {
  private func experiment(_ retriever: String, _ values: [Double]) -> Experiment {
    var experiment = Experiment(
      id: "0123456789abcdef", suite: "beir", task: "scifact", retriever: retriever,
      profile: "unrestricted", status: .done,
      hashes: Experiment.Hashes(
        task: Fixture.hash, protocol: Fixture.hash, retriever: Fixture.hash))
    experiment.parameters = ["k1": "0.9", "b": "0.4", "analyzer": "english"]
    experiment.protocolSettings = ["depth": "1000"]
    experiment.programVersion = "0.1.0"
    experiment.queryIDs = values.indices.map { "\($0)" }
    experiment.scores = [
      Experiment.Score(
        measure: "nDCG@10", value: values.reduce(0, +) / Double(values.count), perQuery: values)
    ]
    return experiment
  }

  @Test func `lists what differs, and nothing else`() {
    let first = experiment("bm25", [1])
    #expect(Factor.differing(first, first).isEmpty)
    var second = experiment("bm25:b=0.9", [1])
    second.parameters["b"] = "0.9"
    second.parameters["analyzer"] = "german"
    second.protocolSettings["depth"] = "100"
    second.variant = "limit-queries=9,top-k=100"
    second.hashes.task = String(repeating: "b", count: 64)
    second.programVersion = "0.2.0"
    second.sourceCommit = "abcdef"
    second.scoringVersion = 9
    second.profile = "small"
    second.machine = ["cpu": "Z80"]
    let factors = Factor.differing(first, second)
    #expect(
      factors.map(\.text) == [
        "b: 0.4 → 0.9", "analyzer: english → german", "depth: 1000 → 100",
        "variant: none → limit-queries=9",
        "data: 0 documents, task hash aaaaaaaa → 0 documents, task hash bbbbbbbb",
        "program: 0.1.0 → 0.2.0 (abcdef)", "scoring code: version 0 → version 9",
        "profile: unrestricted → small", "machine: none → Z80",
      ])
    #expect(
      factors.map(\.kind) == [
        .parameter, .derivedParameter, .protocolSetting, .variant, .data, .program, .program,
        .machine, .machine,
      ])
    let other = Factor.differing(first, experiment("ql:mu=500", [1]))
    #expect(other.map(\.text) == ["retriever: bm25 → ql"])
  }

  @Test func `swaps one written parameter at a time`() {
    let first = Specification("bm25:k1=1.2")
    let second = Specification("bm25:analyzer=standard,b=0.9")
    #expect(first.taking("b", from: second).description == "bm25:b=0.9,k1=1.2")
    #expect(first.taking("k1", from: second).description == "bm25")
    #expect(second.taking("k1", from: first).description == "bm25:analyzer=standard,b=0.9,k1=1.2")
    #expect(Specification("bm25").description == "bm25")
    #expect(Specification("x:a=b=c").parameters == ["a": "b=c"])
  }

  @Test func `adds shares up to the difference, with what factors do together`() throws {
    let base = experiment("a", [0.5, 0.5])
    let total = try #require(
      Explanation.comparison(base, experiment("b", [0.1, 0.3]), measure: "nDCG@10"))
    var attribution = Attribution(Factor(.parameter, "b", first: "0.4", second: "0.9"))
    attribution.intoFirst = -0.1
    attribution.outOfSecond = -0.15
    #expect(abs(try #require(attribution.share) - (-0.1 - 0.15) / 2) < 1e-12)
    let explanation = Explanation(
      measure: "nDCG@10", difference: -0.3, total: total, attributions: [attribution], moved: [])
    #expect(abs(explanation.rest - (-0.3 + 0.125)) < 1e-12)
    #expect(Explanation.comparison(base, base, measure: "AP") == nil)
  }

  @Test func `names the documents that entered and left`() throws {
    func ranking(_ documents: [String]) -> Run {
      Run(
        tag: "t",
        rankings: [
          Ranking(
            queryID: "0", documents: IdentifierTable(documents),
            scores: documents.indices.map { -Double($0) })
        ])
    }
    var builder = Qrels.Builder()
    builder.add(query: "0", document: "c", grade: 2)
    let comparison = try #require(
      Explanation.comparison(
        experiment("a", [0.5]), experiment("b", [0.1]), measure: "nDCG@10"))
    let moved = MovedQuery.most(
      3, of: comparison, ranking(["a", "b", "c", "d"]), ranking(["e", "a", "d", "b"]), depth: 3,
      qrels: try builder.build())
    #expect(moved.count == 1)
    #expect(moved[0].entered.map(\.id) == ["e", "d"])
    #expect(moved[0].entered.map(\.rank) == [1, 3] && moved[0].entered[1].otherRank == 4)
    #expect(moved[0].left.map(\.id) == ["b", "c"])
    #expect(moved[0].left.map(\.otherRank) == [4, nil] && moved[0].left.map(\.grade) == [nil, 2])
  }
}
