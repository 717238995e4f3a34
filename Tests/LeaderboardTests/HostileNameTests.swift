// SPDX-License-Identifier: Apache-2.0

import Foundation
import RunStore
import Suites
import TestSupport
import Testing

@testable import Leaderboard

/// Names as an enemy, a careless or a far-away user would choose them.
private let hostile = [
  "<script>alert(1)</script>", "\"\u{301} onmouseover=\"alert(1)", "'><img src=x onerror=alert(1)>",
  "a & b &amp; c", "two words", "../../etc/passwd", "javascript:alert(1)", "検索 поиск",
  "\u{202E}desrever", "{{suiteTitle}}{{{frame}}}", "null\u{0}\u{1B}[31m",
  String(repeating: "long", count: 200),
]

/// A cell in which every text is `name`.
private func cell(_ name: String) -> Experiment {
  var experiment = Experiment(
    id: name, suite: name, task: name, retriever: name, profile: name, status: .done,
    hashes: .init(task: name, protocol: name, retriever: name))
  experiment.family = name
  experiment.scores = [
    .init(measure: name, value: 0.5, interval: 0.4...0.6, perQuery: [0, 1])
  ]
  experiment.queryIDs = [name, name + "2"]
  experiment.parameters = [name: name]
  experiment.protocolSettings = [name: name]
  experiment.machine = [name: name]
  experiment.indexStatistics = [name: 7]
  experiment.cost.latencyMilliseconds = [name: 1]
  experiment.programVersion = name
  experiment.sourceCommit = name
  experiment.command = name
  return experiment
}

/// A failed cell, and one on other data.
private func companions(_ name: String) -> [Experiment] {
  var failed = cell(name)
  failed.id = name + " failed"
  failed.retriever = name + " failed"
  failed.status = .failed
  failed.reason = name
  var other = cell(name)
  other.id = name + " other"
  other.hashes.task = name + " other"
  return [failed, other]
}

private func suite(_ name: String) -> Suite {
  var task = RetrievalTask(name: name, folder: name)
  task.licence = name
  task.source = name
  task.language = name
  task.group = name
  task.grades = [1: name]
  task.baselines = [.init(retriever: name, measure: name, value: 0.4, source: name)]
  return Suite(
    name: name, title: name, version: name, summary: name, citation: name, headline: name,
    measures: [name], tasks: [task])
}

@Suite struct `Hostile names` {
  @Test(arguments: hostile)
  func `no name becomes markup, on any page`(name: String) throws {
    try withTemporaryFolder { folder in
      let builder = try SiteBuilder(folder: siteFolder, suites: [suite(name)])
      let source = MemorySource(all: [cell(name)] + companions(name))
      let report = try builder.build(from: source, into: folder)
      #expect(report.experiments == 3)
      let harmless = try harmlessTags()
      let names = try #require(FileManager.default.enumerator(atPath: folder))
      for case let file as String in names where file.hasSuffix(".html") {
        let data = try Data(contentsOf: URL(filePath: folder + "/" + file))
        let page = String(decoding: data, as: UTF8.self)
        #expect(tags(of: page).subtracting(harmless) == [], "\(file)")
        let hrefs = page.matches(of: /href="([^"]*)"/).map { String($0.output.1) }
        #expect(hrefs.allSatisfy { !$0.contains(":") }, "\(file)")
      }
    }
  }

  @Test func `all of them side by side have pages of their own`() throws {
    try withTemporaryFolder { folder in
      let builder = try SiteBuilder(folder: siteFolder, suites: hostile.map(suite))
      let source = MemorySource(all: hostile.map(cell))
      let report = try builder.build(from: source, into: folder)
      #expect(report.suites == hostile.count)
      let pages = try FileManager.default.contentsOfDirectory(atPath: folder + "/experiments")
      #expect(pages.count == hostile.count * 2)
    }
  }

  /// Every tag of a page up to the values of its attributes, which are blanked: `<a class= href=`.
  private func tags(of page: String) -> Set<String> {
    var tags = Set<String>()
    var tag: String?
    var quoted = false
    for scalar in page.unicodeScalars {
      if tag == nil {
        if scalar == "<" { tag = "<" }
        continue
      }
      if scalar == "\"" {
        quoted.toggle()
      } else if !quoted, scalar == ">" {
        tags.insert(tag ?? "")
        tag = nil
      } else if !quoted {
        tag?.unicodeScalars.append(scalar)
      }
    }
    return tags
  }

  /// The tags of a site with tame names.
  private func harmlessTags() throws -> Set<String> {
    var all = Set<String>()
    try withTemporaryFolder { folder in
      let builder = try SiteBuilder(folder: siteFolder, suites: [suite("tame")])
      _ = try builder.build(
        from: MemorySource(all: [cell("tame")] + companions("tame")), into: folder)
      let names = try #require(FileManager.default.enumerator(atPath: folder))
      for case let file as String in names where file.hasSuffix(".html") {
        let data = try Data(contentsOf: URL(filePath: folder + "/" + file))
        all.formUnion(tags(of: String(decoding: data, as: UTF8.self)))
      }
    }
    return all
  }
}
