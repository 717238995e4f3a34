// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SyntheticTasks
import TestSupport
import Testing

/// What a document says its person likes.
private func likes(_ document: Document) -> [String] {
  let prefix = document.id + " likes "
  guard document.text.hasPrefix(prefix), document.text.hasSuffix(".") else { return [] }
  let list = document.text.dropFirst(prefix.count).dropLast()
  return list.components(separatedBy: ", ").flatMap { $0.components(separatedBy: " and ") }
}

/// What a query asks for.
private func asked(_ query: Query) -> String {
  String(query.text.dropFirst("Who likes ".count).dropLast())
}

private func documents(_ task: LimitTask) -> [Document] {
  (0..<task.parameters.documents).map { task.document(at: $0) }
}

@Suite struct `LIMIT` {
  @Test(arguments: [
    LimitTask.Parameters(documents: 46),
    LimitTask.Parameters(documents: 300, seed: 2),
    LimitTask.Parameters(queries: 1035, documents: 100, seed: 3),
    LimitTask.Parameters(relevantDocuments: 2, documents: 2, likes: 1...1),
    LimitTask.Parameters(relevantDocuments: 5, documents: 40, likes: 4...9, seed: 4),
    LimitTask.Parameters(relevantDocuments: 60, documents: 61, likes: 59...70, seed: 5),
    LimitTask.Parameters(relevantDocuments: 70, queries: 2415, documents: 80, likes: 69...69),
  ])
  func `the two relevant documents say so, and no other document does`(
    parameters: LimitTask.Parameters
  ) throws {
    let task = try LimitTask(parameters)
    var holders: [String: Set<String>] = [:]
    for document in documents(task) {
      let likes = likes(document)
      #expect(parameters.likes.contains(likes.count) && Set(likes).count == likes.count)
      for like in likes { holders[like, default: []].insert(document.id) }
    }
    var pairs: Set<Set<String>> = []
    for (index, query) in task.queries.enumerated() {
      let relevant = Set(task.relevantDocuments(of: index))
      #expect(relevant.count == 2)
      #expect(holders[asked(query)] == relevant)
      pairs.insert(relevant)
    }
    #expect(pairs.count == task.queryCount)
    #expect(Set(task.queries.map(asked)).count == task.queryCount)
    #expect(task.queryCount == parameters.queries ?? min(1000, parameters.pairs))
  }

  @Test func `with a query a pair, every pair occurs exactly once`() throws {
    let task = try LimitTask(LimitTask.Parameters(queries: 1035, documents: 46))
    let ids = documents(task).map(\.id)
    var count: [Set<String>: Int] = [:]
    for index in 0..<1035 { count[Set(task.relevantDocuments(of: index)), default: 0] += 1 }
    for first in ids.indices {
      for second in ids.indices.dropFirst(first + 1) {
        #expect(count[[ids[first], ids[second]]] == 1)
      }
    }
  }

  @Test func `by default there are the original's 1000 queries and 2000 judgements`() throws {
    let task = try LimitTask(LimitTask.Parameters(documents: 46))
    #expect(task.queryCount == 1000)
    #expect(task.qrels.count == 1000 && task.qrels.judgmentCount == 2000)
    #expect(LimitTask.Parameters().documents == 50_000)
  }

  @Test func `document ids are different and hold spaces`() throws {
    let ids = documents(try LimitTask(LimitTask.Parameters(documents: 3000))).map(\.id)
    #expect(Set(ids).count == 3000)
    #expect(ids.allSatisfy { $0.contains(" ") })
  }

  @Test func `distractors change nothing else`() throws {
    let small = try LimitTask(LimitTask.Parameters(documents: 46))
    let large = try LimitTask(LimitTask.Parameters(documents: 1000))
    #expect(small.queries == large.queries)
    #expect(small.qrels == large.qrels)
    #expect(Set(documents(small)).isSubset(of: documents(large)))
  }

  @Test func `relevant documents are spread over the corpus`() throws {
    let task = try LimitTask(LimitTask.Parameters(documents: 4600))
    let relevant = Set((0..<task.queryCount).flatMap { task.relevantDocuments(of: $0) })
    let places = documents(task).enumerated().filter { relevant.contains($0.element.id) }
    let mean = Double(places.map(\.offset).reduce(0, +)) / 46
    // Four standard errors of the mean of 46 places of a uniform distribution are 783.
    #expect(abs(mean - 2300) < 783)
  }

  @Test func `the same seed gives the same task, another seed another one`() throws {
    func task(_ seed: UInt64) throws -> LimitTask {
      try LimitTask(LimitTask.Parameters(documents: 200, seed: seed))
    }
    #expect(try documents(task(1)) == documents(task(1)))
    #expect(try task(1).queries == task(1).queries)
    #expect(try documents(task(1)) != documents(task(2)))
    #expect(try task(1).queries != task(2).queries)
    #expect(try task(1).qrels != task(2).qrels)
  }

  @Test func `the corpus is the documents in order, by any number of threads`() async throws {
    let task = try LimitTask(LimitTask.Parameters(documents: 3500))
    #expect(task.corpus.expectedDocumentCount == 3500)
    let reader = try task.corpus.makeReader()
    let batches = try await withThrowingTaskGroup(of: [DocumentBatch].self) { group in
      for _ in 0..<3 {
        group.addTask {
          var batches: [DocumentBatch] = []
          while let batch = try reader.nextBatch() { batches.append(batch) }
          return batches
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let sorted = batches.sorted { $0.ordinal < $1.ordinal }
    #expect(sorted.map(\.ordinal) == [0, 1, 2, 3])
    #expect(sorted.flatMap { batch in (0..<batch.count).map { batch[$0] } } == documents(task))
  }

  @Test(arguments: [
    (LimitTask.Parameters(relevantDocuments: 1), "1 relevant documents, expected 2 to 10000"),
    (LimitTask.Parameters(queries: 1036), "1036 queries, but 46 documents have 1035 pairs"),
    (LimitTask.Parameters(queries: 0), "0 queries"),
    (LimitTask.Parameters(documents: 45), "45 documents, but 46 of them"),
    (LimitTask.Parameters(likes: 44...50), "can be in 45 pairs"),
    (LimitTask.Parameters(likes: 45...10_001), "expected at most 10000"),
    (LimitTask.Parameters(documents: .max), "there are only"),
  ])
  func `numbers that do not go together are refused`(
    parameters: LimitTask.Parameters, message: String
  ) throws {
    let error = try #require(throws: LimitTask.ParameterError.self) { try LimitTask(parameters) }
    #expect(error.description.contains(message))
  }
}
