// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SparseRetrieval
import TestSupport
import Testing
import TextAnalysis

@testable import LongDocuments

@Suite struct `Documents by their passages` {
  private static let bm25 = SparseRetriever(
    card: RetrieverCard(family: "sparse", name: "bm25", parameters: [:], summary: "BM25"),
    configuration: IndexConfiguration(
      analyzer: "unicode", fields: .flat,
      function: .bm25(.lucene, k1: 0.9, b: 0.4, delta: 0)))

  private static func index(
    _ documents: [Document], _ retriever: any Retriever, threads: Int = 1, in folder: String
  ) async throws -> any SearchIndex {
    let path = folder + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return try await retriever.index(
      InMemoryCorpus(documents), in: Workspace(folder: path, threads: threads), progress: .none)
  }

  /// Every passage as a document of its own, asked for all of them, then put together by strings.
  private static func naive(
    _ documents: [Document], _ policy: PassagePolicy, _ queries: [Query], depth: Int,
    in folder: String
  ) async throws -> [Ranking] {
    var parts: [Document] = []
    for document in documents {
      let tokens = try tokens(of: document.text)
      var first = 0
      var number = 0
      repeat {
        let start = first == 0 ? 0 : tokens[first]
        let end =
          first + policy.length < tokens.count
          ? tokens[first + policy.length] : document.text.utf8.count
        let text = String(decoding: Array(document.text.utf8)[start..<end], as: UTF8.self)
        parts.append(Document(id: "\(document.id)#\(number)", title: document.title, text: text))
        number += 1
        first += policy.stride
      } while first - policy.stride + policy.length < tokens.count
    }
    let counts = Dictionary(grouping: parts) { String($0.id.split(separator: "#")[0]) }
      .mapValues(\.count)
    let index = try await index(parts, bm25, in: folder)
    return try await queries.asyncMap { query in
      var asked = query
      asked.candidates = query.candidates.map { candidates in
        parts.map(\.id).filter { candidates.contains(String($0.split(separator: "#")[0])) }
      }
      let passages = try await index.search([asked], depth: parts.count)[0]
      var order: [String] = []
      var scores: [String: [Double]] = [:]
      for row in 0..<passages.count {
        let name = passages.documents[row].split(separator: "#").map(String.init)
        if policy.aggregation == .first, name[1] != "0" { continue }
        if scores[name[0]] == nil { order.append(name[0]) }
        scores[name[0], default: []].append(passages.scores[row])
      }
      let values = order.map { document -> Double in
        let all = scores[document] ?? []
        let best = all.prefix(policy.top ?? all.count).reduce(0, +)
        switch policy.aggregation {
        case .max, .first: return all[0]
        case .sum: return best
        case .mean: return best / Double(min(policy.top ?? .max, counts[document] ?? 0))
        }
      }
      var ranking = Ranking(queryID: query.id)
      for place in order.indices.sorted(by: { (values[$0], $1) > (values[$1], $0) }).prefix(depth) {
        ranking.append(document: order[place], score: values[place])
      }
      return ranking
    }
  }

  private static func tokens(of text: String) throws -> [Int] {
    var tokens: [SurfaceToken] = []
    let session = try Analyzer(named: "unicode").makeSession()
    Array(text.utf8).withUnsafeBytes { session.segment($0, into: &tokens) }
    return tokens.map(\.offset)
  }

  @Test(arguments: PassagePolicy.Aggregation.allCases, [nil, 1, 2] as [Int?])
  func `are those of a naive implementation`(
    aggregation: PassagePolicy.Aggregation, top: Int?
  ) async throws {
    try await withTemporaryFolder { folder in
      var random = SeededGenerator(seed: 5)
      func words(_ count: Int) -> String {
        (0..<count).map { _ in "w\(random.next() % (1 + random.next() % 40))" }.joined(
          separator: " ")
      }
      let documents = (0..<60).map {
        Document(id: "d\($0)", title: words($0 % 3), text: words(Int(random.next() % 60)))
      }
      var queries = (0..<12).map { Query(id: "q\($0)", text: words(1 + $0 % 5)) }
      queries[3].candidates = ["d1", "d5", "d9", "d40", "unknown"]
      queries[7].candidates = []
      queries[8].text = "nothing"
      for (length, stride) in [(7, 3), (5, 5), (1, 1), (100, 50)] {
        let policy = PassagePolicy(
          length: length, stride: stride, aggregation: aggregation, top: top)
        let index = try await Self.index(
          documents, LongDocumentRetriever(Self.bm25, .passages(policy)), threads: 2, in: folder)
        #expect(index.statistics["documents"] == 60)
        for depth in [1, 3, 60, Int.max] {
          let found = try await index.search(queries, depth: depth)
          let expected = try await Self.naive(
            documents, policy, queries, depth: depth, in: folder)
          #expect(found == expected, "\(policy) depth \(depth)")
        }
      }
    }
  }

  @Test(
    .enabled(
      if: TestData.has("loco/LoCoV1-Documents"), "needs loco/LoCoV1-Documents in the data folder"),
    arguments: PassagePolicy.Aggregation.allCases)
  func `are those of a naive implementation on meetings of QMSum`(
    aggregation: PassagePolicy.Aggregation
  ) async throws {
    struct Row: Decodable {
      var pid: String?
      var passage: String?
      var query: String?
    }
    func rows(_ kind: String, _ count: Int) throws -> [Row] {
      let url = TestData.data.appending(path: "loco/LoCoV1-\(kind)/documents/qmsum_test.jsonl")
      return try Data(contentsOf: url).split(separator: 0x0A).prefix(count).map {
        try JSONDecoder().decode(Row.self, from: $0)
      }
    }
    let documents = try rows("Documents", 12).map {
      Document(id: $0.pid ?? "", text: $0.passage ?? "")
    }
    let queries = try rows("Queries", 12).enumerated().map {
      Query(id: "q\($0)", text: $1.query ?? "")
    }
    let policy = PassagePolicy(length: 256, aggregation: aggregation, top: 3)
    try await withTemporaryFolder { folder in
      let index = try await Self.index(
        documents, LongDocumentRetriever(Self.bm25, .passages(policy)), threads: 2, in: folder)
      #expect(index.statistics["passages"] ?? 0 > 500)
      let found = try await index.search(queries, depth: 5)
      let expected = try await Self.naive(documents, policy, queries, depth: 5, in: folder)
      #expect(found == expected)
      #expect(found.allSatisfy { $0.count == 5 })
    }
  }

  @Test func `of one passage each are ranked as wholes`() async throws {
    try await withTemporaryFolder { folder in
      let documents = (0..<30).map {
        Document(id: "d\($0)", text: "common word \($0 % 7) and \($0 % 3)")
      }
      let queries = [Query(id: "q", text: "word 3 2"), Query(id: "r", text: "and 5")]
      let whole = try await Self.index(
        documents, LongDocumentRetriever(Self.bm25, .whole), in: folder)
      let expected = try await whole.search(queries, depth: 30)
      for aggregation in PassagePolicy.Aggregation.allCases {
        let policy = PassagePolicy(length: 50, aggregation: aggregation)
        let index = try await Self.index(
          documents, LongDocumentRetriever(Self.bm25, .passages(policy)), in: folder)
        #expect(try await index.search(queries, depth: 30) == expected)
      }
      let first = try await Self.index(
        documents, LongDocumentRetriever(Self.bm25, .firstTokens(50)), in: folder)
      #expect(try await first.search(queries, depth: 30) == expected)
    }
  }

  @Test func `say on their card how they are seen`() {
    let long = LongDocumentRetriever(
      Self.bm25, .passages(PassagePolicy(length: 9, stride: 3, aggregation: .mean, top: 2)))
    #expect(
      long.card.parameters == [
        "documents": "passages", "passages": "9", "stride": "3", "aggregate": "mean", "top": "2",
      ])
    #expect(long.card.specification == "bm25:passages=9,stride=3,aggregate=mean,top=2")
    let whole = LongDocumentRetriever(Self.bm25, .whole)
    #expect(whole.card.parameters == ["documents": "whole"] && whole.card.specification == "bm25")
  }
}

extension Array {
  fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows
    -> [Value]
  {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
