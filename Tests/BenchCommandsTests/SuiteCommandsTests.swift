// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `bench suites`, `bench suites check`, `bench tasks` and `bench tasks show`.
@Suite struct SuiteCommandsTests {
  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try lines(text).map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }

  /// A folder with a manifest of two tasks, of which only the first has data.
  private func check(
    counts: String, replacing: [String: Data?] = [:], json: Bool = false
  ) throws -> BuiltProgram.Outcome {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder, replacing: replacing)
      let data = URL(filePath: task.folder).deletingLastPathComponent().path
      let name = URL(filePath: task.folder).lastPathComponent
      let yaml = """
        name: toy
        title: Toy
        version: "1"
        headline: AP
        measures: [AP]
        tasks:
          - {name: here, folder: \(name), \(counts)}
          - {name: elsewhere, counts: {documents: 1}}
        """
      let suites = folder + "/suites"
      try FileManager.default.createDirectory(atPath: suites, withIntermediateDirectories: true)
      try yaml.write(toFile: suites + "/toy.yaml", atomically: true, encoding: .utf8)
      return try BuiltProgram().run(
        ["suites", "check", "--suites", suites, "--data", data] + (json ? ["--json"] : []))
    }
  }

  @Test func `without a subcommand suites and tasks are listed`() throws {
    let suites = try BuiltProgram().run(["suites"])
    #expect(suites.status == 0 && suites.output.hasPrefix("suite "))
    #expect(lines(suites.output).contains { $0.hasPrefix("beir ") && $0.hasSuffix(" BEIR") })
    let tasks = try BuiltProgram().run(["tasks", "--suite", "classic", "--json"])
    #expect(
      try objects(tasks.output).map { $0["task"] as? String }
        == ["cranfield", "med", "cacm", "adi"])
  }

  @Test func `data that is as declared is exit code 0, and absent data is only named`() throws {
    let outcome = try check(
      counts: "counts: {documents: 3, queries: 2, qrels: 2}, documents: {first: d1, last: d3}")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let (here, elsewhere) = (lines(outcome.output)[0], lines(outcome.output)[1])
    #expect(here == "toy/here: agrees, 3 documents, 2 queries, 2 qrels")
    #expect(elsewhere.hasPrefix("toy/elsewhere: absent, /"))
    #expect(elsewhere.hasSuffix("/toy/elsewhere"), "the place where the data would lie")
    #expect(outcome.errors == "2 tasks: 1 agrees, 1 absent\n")
  }

  @Test func `what differs is shown beside what was declared, with exit code 65`() throws {
    let outcome = try check(counts: "counts: {documents: 4}, documents: {tenth: d9, last: d4}")
    #expect(outcome.status == 65)
    #expect(
      lines(outcome.output).dropLast() == [
        "toy/here: differs", "  documents: found 3, declared 4",
        "  tenth document: found none, declared d9", "  last document: found d3, declared d4",
      ])
  }

  @Test func `data without a declaration is counted`() throws {
    let outcome = try check(counts: "title: Here")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("toy/here: undeclared, 3 documents, 2 queries, 2 qrels\n"))
  }

  @Test func `broken data is reported with its place and does not stop the rest`() throws {
    let outcome = try check(
      counts: "counts: {documents: 3}", replacing: ["corpus.jsonl": Data("{\n".utf8)])
    #expect(outcome.status == 65)
    #expect(outcome.output.hasPrefix("toy/here: broken\n"))
    #expect(outcome.output.contains("corpus.jsonl:1: "))
    #expect(lines(outcome.output).last?.hasPrefix("toy/elsewhere: absent") == true)
  }

  @Test func `the check's JSON has an object for each task`() throws {
    let outcome = try check(counts: "counts: {documents: 4}", json: true)
    #expect(outcome.status == 65)
    let found = try objects(outcome.output)
    #expect(found.map { $0["status"] as? String } == ["differs", "absent"])
    let facts = try #require(found[0]["facts"] as? [String: [String: Any]])
    #expect(facts["documents"]?["declared"] as? String == "4")
    #expect(facts["documents"]?["found"] as? String == "3")
    #expect(facts["tenth_document"]?["found"] is NSNull)
    #expect((found[1]["reason"] as? String)?.contains("no such folder") == true)
  }

  @Test(arguments: [
    (["suites", "check", "bier"], "beir"), (["tasks", "show", "beir/sciafct"], "scifact"),
    (["suites", "check", "beir/sciafct"], "scifact"),
  ])
  func `an unknown name is answered with the nearest`(
    arguments: [String], nearest: String
  ) throws {
    let outcome = try BuiltProgram().run(arguments)
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("did you mean \"\(nearest)\"?"), "\(outcome.errors)")
  }

  @Test func `a task's sheet has its sources, counts, grades, protocol and baselines`() throws {
    let outcome = try BuiltProgram().run(["tasks", "show", "beir/scifact"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = lines(outcome.output).map { line in
      line.split(separator: " ").map(String.init)
    }
    for row in [
      ["documents", "5183"], ["queries", "300"], ["qrels", "339"], ["split", "test"],
      ["language", "en"], ["first", "document", "4983"], ["1", "evidence"],
      ["ignore-identical-ids", "true"], ["depth", "1000"],
    ] {
      #expect(rows.contains(row), "\(row)")
    }
    for part in ["scifact.zip", "md5 5f7d1de60b170fc8027bb7898e2efca1", "0.6789", "Thakur"] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  @Test func `a task's JSON has all fields and its protocol hash`() throws {
    let outcome = try BuiltProgram().run(["tasks", "show", "rar-b-instruct/piqa", "--json"])
    let sheet = try #require(try objects(outcome.output).first)
    #expect(sheet["format"] as? String == "rarb-full")
    #expect((sheet["protocol"] as? [String: String])?["instruction"] == "prepended")
    #expect((sheet["protocol_hash"] as? String)?.count == 64)
    #expect((sheet["downloads"] as? [[String: Any]])?.count == 4)
    #expect((sheet["known_documents"] as? [String: Any])?["first"] is NSNull)
  }

  @Test func `docs/suites.md is what make docs writes`() throws {
    let page = TestData.repository.appending(path: "docs/suites.md")
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(try BuiltProgram().run(["suites", "--markdown"]).output == written)
  }
}
