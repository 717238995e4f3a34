// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import Suites
import TestSupport
import Testing

private let quickstart = Result {
  try SuiteCatalogue(folder: TestData.repository.appending(path: "suites").path)
    .suite("quickstart")
}

private func documents(of task: LoadedTask) throws -> [Document] {
  let reader = try task.corpus.makeReader()
  var documents: [Document] = []
  while let batch = try reader.nextBatch() {
    documents += (0..<batch.count).map { batch[$0] }
  }
  return documents
}

@Suite struct `The quickstart suite` {
  static let names = ["kitchen", "night-sky", "support", "garten", "shenghuo", "limit"]

  @Test func `its tasks are the known ones, in three languages`() throws {
    let suite = try quickstart.get()
    #expect(suite.tasks.map(\.name) == Self.names)
    #expect(Set(suite.tasks.map(\.language)) == ["en", "de", "zh"])
  }

  @Test(arguments: names)
  func `a task needs no data folder and has the declared sizes`(name: String) throws {
    let loaded = try loadTask(try quickstart.get().task(name), dataFolder: "/nowhere")
    let documents = try documents(of: loaded)
    #expect(loaded.warnings + loaded.warnings(documentCount: documents.count) == [])
    #expect(loaded.task.counts.documents != nil && loaded.task.counts.qrels != nil)
    #expect(Set(documents.map(\.id)).count == documents.count)
  }

  @Test(arguments: names)
  func `every query has a best answer, and judged documents are there`(name: String) throws {
    let loaded = try loadTask(try quickstart.get().task(name), dataFolder: "")
    let ids = Set(try documents(of: loaded).map(\.id))
    let best = try #require(loaded.task.grades.keys.max())
    for query in loaded.queries {
      let judgments = try #require(loaded.qrels[query.id])
      #expect(judgments.documents.allSatisfy(ids.contains), "\(query.id)")
      #expect(judgments.grades.contains(Int32(best)), "\(query.id)")
      #expect(judgments.grades.allSatisfy { loaded.task.grades[Int($0)] != nil }, "\(query.id)")
    }
  }

  @Test(arguments: names.filter { $0 != "limit" })
  func `a written collection is graded and has judged negatives`(name: String) throws {
    let loaded = try loadTask(try quickstart.get().task(name), dataFolder: "")
    let grades = loaded.queries.flatMap { loaded.qrels[$0.id]?.grades ?? [] }
    #expect(Set(grades).count >= 3)
    #expect(grades.filter { $0 == 0 }.count > grades.count / 3)
    let texts = try documents(of: loaded).map(\.text)
    #expect(Set(texts).count == texts.count)
    #expect(texts.allSatisfy { (40...600).contains($0.count) || loaded.task.language == "zh" })
  }
}
