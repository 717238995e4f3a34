// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import Suites
import TestSupport
import Testing

private let folder = TestData.repository.appending(path: "suites").path

@Suite struct `The catalogue` {
  @Test func `it holds the suites of the repository, by name`() throws {
    let catalogue = try SuiteCatalogue(folder: folder)
    #expect(catalogue.suites.map(\.name) == catalogue.suites.map(\.name).sorted())
    for suite in catalogue.suites {
      #expect(suite.manifest == "\(folder)/\(suite.name).yaml")
      #expect(try catalogue.suite(suite.manifest) == suite)
    }
  }

  @Test func `an unknown suite gets the list and the nearest name`() throws {
    let catalogue = try SuiteCatalogue(folder: folder)
    let error = try #require(throws: DataError.self) { try catalogue.suite("bier") }
    #expect(error.code == .missing)
    #expect(error.problem.contains("there are beir, "))
    #expect(error.fix == #"did you mean "beir"?"#)
    let far = try #require(throws: DataError.self) { try catalogue.suite("trec-deep-learning") }
    #expect(far.fix.isEmpty)
  }

  @Test func `a task is found by suite and name`() throws {
    let catalogue = try SuiteCatalogue(folder: folder)
    #expect(try catalogue.task("beir/scifact").title == "SciFact")
    #expect(try catalogue.task("beir/cqadupstack/tex").group == "cqadupstack")
    let error = try #require(throws: DataError.self) { try catalogue.task("beir/sciafct") }
    #expect(error.fix == #"did you mean "scifact"?"#)
    let neither = try #require(throws: DataError.self) { try catalogue.task("bier/scifact") }
    #expect(neither.fix == #"did you mean "beir/scifact"?"#)
  }

  @Test func `a group stands for its tasks`() throws {
    let beir = try SuiteCatalogue(folder: folder).suite("beir")
    #expect(try beir.tasks(named: "cqadupstack").count == 12)
    #expect(try beir.tasks(named: "fiqa").map(\.name) == ["fiqa"])
    #expect(throws: DataError.self) { try beir.tasks(named: "fiqua") }
  }

  @Test func `a missing folder and a twice used name are refused`() throws {
    #expect(throws: DataError.self) { try SuiteCatalogue(folder: "/nowhere/suites") }
    try withTemporaryFolder { folder in
      let yaml = """
        {name: toy, title: T, version: "1", headline: AP, measures: [AP], tasks: [{name: a}]}
        """
      for name in ["a", "b"] {
        try yaml.write(toFile: "\(folder)/\(name).yaml", atomically: true, encoding: .utf8)
      }
      let error = try #require(throws: DataError.self) { try SuiteCatalogue(folder: folder) }
      #expect(error.file.hasSuffix("b.yaml") && error.problem.contains("a.yaml"))
    }
  }

  @Test func `folders beside the manifests are left alone`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/profiles.d", withIntermediateDirectories: true)
      try "not: [a suite".write(
        toFile: folder + "/profiles.d/x.yaml", atomically: true, encoding: .utf8)
      #expect(try SuiteCatalogue(folder: folder).suites.isEmpty)
    }
  }
}

@Suite struct `BEIR's manifest` {
  let beir: Suite

  init() throws {
    beir = try SuiteCatalogue(folder: folder).suite("beir")
  }

  @Test func `it has the 18 datasets of the paper and MS MARCO, CQADupStack as one`() {
    let units = Set(beir.tasks.map { $0.group ?? $0.name })
    #expect(units.count == 19)
    #expect(beir.tasks.count == 30)
    #expect(beir.tasks.filter { $0.group == "cqadupstack" }.count == 12)
    #expect(
      beir.tasks.filter { $0.access == .restricted }.map(\.name)
        == ["bioasq", "signal1m", "trec-news", "robust04"])
  }

  @Test func `what can be downloaded has an address, a size and an MD5`() {
    for task in beir.tasks {
      #expect(task.downloads.count == (task.access == .restricted ? 0 : 1), "\(task.name)")
      for download in task.downloads {
        #expect(download.md5 != nil && download.bytes != nil, "\(task.name)")
        #expect(download.isArchive && download.strip == task.name, "\(task.name)")
        #expect(download.name.hasSuffix("/\(task.group ?? task.name).zip"), "\(task.name)")
      }
    }
  }

  @Test func `MS MARCO is scored on dev, everything else on test`() {
    #expect(beir.tasks.filter { $0.split != "test" }.map(\.name) == ["msmarco"])
  }

  @Test func `CQADupStack's forums add up to the dataset's published sizes`() {
    let forums = beir.tasks.filter { $0.group == "cqadupstack" }
    #expect(forums.compactMap(\.counts.documents).reduce(0, +) == 457_199)
    #expect(forums.compactMap(\.counts.queries).reduce(0, +) == 13_145)
  }

  @Test func `every dataset but MS MARCO has Anserini's four figures`() throws {
    for task in beir.tasks where task.name != "msmarco" {
      #expect(task.baselines.count == 4, "\(task.name)")
      #expect(task.baselines.allSatisfy { (0.05...1).contains($0.value) }, "\(task.name)")
    }
    let scifact = try beir.task("scifact").baselines
    #expect(
      scifact.map { "\($0.retriever) \($0.measure) \($0.value)" } == [
        "bm25 nDCG@10 0.6789", "bm25 R@100 0.9253", "bm25:fields=multifield nDCG@10 0.6647",
        "bm25:fields=multifield R@100 0.9076",
      ])
  }

  @Test func `identical ids are dropped on all of BEIR and what is scored by its program`() throws {
    let droppers: Set = ["beir", "coir", "loco-v0", "loco-v1"]
    for suite in try SuiteCatalogue(folder: folder).suites where suite.name != "mteb-english-v2" {
      let drops = droppers.contains(suite.name)
      #expect(
        suite.tasks.allSatisfy { $0.evaluation.ignoresIdenticalIDs == drops }, "\(suite.name)")
    }
  }
}
