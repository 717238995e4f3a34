// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import Retrievers
import Testing

@Suite struct `A retriever on a language` {
  private func card(_ specification: String, _ language: String) throws -> RetrieverCard {
    try RetrieverRegistry.builtIn.retriever(specification).adapted(toLanguage: language).card
  }

  @Test(arguments: [
    ("en", "lucene-english"), ("en-GB", "lucene-english"), ("eng", "lucene-english"),
    ("de", "snowball-german"), ("fr", "snowball-french"), ("nb", "snowball-norwegian"),
    ("zh", "cjk"), ("zh-Hant", "cjk"), ("cmn", "cjk"), ("ja", "cjk"), ("ko", "cjk"),
    ("th", "icu"), ("lo", "icu"), ("km", "icu"), ("my", "icu"), ("pl", "unicode"),
    ("und", "unicode"), ("multilingual", "unicode"), ("", "unicode"),
  ])
  func `analyses as for that language, unless it is told`(language: String, analyzer: String) throws
  {
    for name in ["bm25", "ql"] {
      let chosen = try card(name, language)
      #expect(chosen.specification == name)
      #expect(chosen.parameters["analyzer"] == analyzer)
      #expect(chosen.decidedByTask.contains("analyzer"))
      let told = try card("\(name):analyzer=\(analyzer)", language)
      #expect(told.specification == "\(name):analyzer=\(analyzer)")
      #expect(told.parameters == chosen.parameters && told.decidedByTask.isEmpty)
      #expect(
        try card("\(name):analyzer=whitespace", language).parameters["analyzer"] == "whitespace")
    }
  }

  @Test func `names the version of the dictionaries it depends on`() throws {
    let version = try #require(try card("bm25", "th").parameters["analyzer-version"])
    #expect(version.split(separator: ".").count == 2)
    #expect(try card("bm25:analyzer=icu", "en").parameters["analyzer-version"] == version)
    #expect(try card("bm25", "zh").parameters["analyzer-version"] == nil)
  }

  @Test(arguments: [
    ("zh", "番茄炒蛋怎么做", ["西红柿炒蛋的做法：先炒蛋。", "番茄炒蛋，先把番茄切块再炒。", "做法很简单"], 1),
    ("th", "ข้าวผัด", ["วิธีทำแกงเขียวหวาน", "วิธีทำข้าวผัดไข่", "ข้าวเหนียวมะม่วง"], 1),
    ("de", "Häuser", ["der Baum", "ein Haus", "das Auto"], 1),
  ])
  func `finds what white space does not part`(
    language: String, query: String, texts: [String], expected: Int
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let documents = texts.enumerated().map { Document(id: "\($0)", text: $1) }
    for (specification, finds) in [("bm25", true), ("bm25:analyzer=whitespace", false)] {
      let index = try await RetrieverRegistry.builtIn.retriever(specification)
        .adapted(toLanguage: language)
        .index(
          InMemoryCorpus(documents), in: Workspace(folder: folder.path, threads: 1),
          progress: .none)
      let ranking = try await index.search([Query(id: "q", text: query)], depth: 3)[0]
      #expect((ranking.count > 0) == finds)
      if finds { #expect(ranking.documents[0] == "\(expected)") }
    }
  }
}
