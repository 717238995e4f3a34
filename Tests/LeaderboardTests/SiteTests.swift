// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import RunStore
import Suites
import TestSupport
import Testing

@testable import Leaderboard

/// All files below a folder and their bytes.
private func contents(of folder: String) throws -> [String: Data] {
  var files: [String: Data] = [:]
  let names = try #require(FileManager.default.enumerator(atPath: folder))
  for case let name as String in names {
    let path = folder + "/" + name
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if isThere, !isFolder.boolValue { files[name] = try Data(contentsOf: URL(filePath: path)) }
  }
  return files
}

/// A store small enough to build often.
private let small = MemorySource(
  all: Fixture.source.all.filter { $0.suite == "quickstart" })

@Suite struct `A site` {
  private func builder(builtAt: Double? = nil) throws -> SiteBuilder {
    try SiteBuilder(folder: siteFolder, suites: Fixture.suites, builtAt: builtAt)
  }

  @Test func `a second build writes the same bytes, whatever the order of the store`() throws {
    try withTemporaryFolder { folder in
      let first = try builder().build(from: small, into: folder + "/one")
      let shuffled = MemorySource(all: small.all.reversed())
      _ = try builder().build(from: shuffled, into: folder + "/two")
      let pages = try contents(of: folder + "/one")
      #expect(try contents(of: folder + "/two") == pages)
      #expect(first.written == pages.count - 1)
      let again = try builder().build(from: small, into: folder + "/one")
      #expect(again.written == 0 && again.removed == 0)
      #expect(again.unchanged == first.written)
      #expect(try contents(of: folder + "/one") == pages)
    }
  }

  @Test func `a task's page ranks by the task's own headline`() throws {
    try withTemporaryFolder { folder in
      var suite = Fixture.quickstart
      suite.tasks[0].headline = "RR@10"
      _ = try SiteBuilder(folder: siteFolder, suites: [suite]).build(from: small, into: folder)
      let pages = try contents(of: folder)
      for (task, own, other) in [("kitchen", "RR@10", "nDCG@10"), ("limit", "nDCG@10", "RR@10")] {
        let page = pages.first { $0.key.hasSuffix("\(task).html") }
        let text = String(decoding: try #require(page?.value), as: UTF8.self)
        #expect(text.contains("\(own) by query") && !text.contains("\(other) by query"))
        let first = try #require(text.range(of: own)), second = try #require(text.range(of: other))
        #expect(first.lowerBound < second.lowerBound)
      }
    }
  }

  @Test func `every link leads to a file or an anchor of the site`() throws {
    try withTemporaryFolder { folder in
      _ = try builder().build(from: Fixture.source, into: folder)
      let pages = try contents(of: folder)
      var checked = 0
      for (name, data) in pages where name.hasSuffix(".html") {
        let text = String(decoding: data, as: UTF8.self)
        for part in text.components(separatedBy: "href=\"").dropFirst() {
          let target = String(part.prefix { $0 != "\"" })
          if target.hasPrefix("http") { continue }
          if target.hasPrefix("#") {
            #expect(text.contains("id=\"\(target.dropFirst())\""), "\(name) → \(target)")
          } else {
            let base = URL(filePath: "/" + name).deletingLastPathComponent()
            let path = base.appending(path: target).standardizedFileURL.path.dropFirst()
            #expect(pages[String(path)] != nil, "\(name) → \(target)")
          }
          checked += 1
        }
      }
      #expect(checked > 1000)
    }
  }

  @Test func `pages of an earlier build are removed, other files are left alone`() throws {
    try withTemporaryFolder { folder in
      _ = try builder().build(from: small, into: folder)
      let gone = small.all[small.all.count - 1].id
      let page = folder + "/" + SitePaths.experiment(gone)
      let mine = folder + "/experiments/notes.txt"
      try Data("mine".utf8).write(to: URL(filePath: mine))
      let fewer = MemorySource(all: small.all.filter { $0.id != gone })
      let report = try builder().build(from: fewer, into: folder)
      #expect(report.removed == 2)
      #expect(!FileManager.default.fileExists(atPath: page))
      #expect(FileManager.default.fileExists(atPath: mine))
    }
  }

  @Test func `a stale page that somebody edited is not removed`() throws {
    try withTemporaryFolder { folder in
      _ = try builder().build(from: small, into: folder)
      let page = folder + "/" + SitePaths.experiment(small.all[0].id)
      try Data("edited".utf8).write(to: URL(filePath: page))
      _ = try builder().build(from: MemorySource(all: []), into: folder)
      #expect(try Data(contentsOf: URL(filePath: page)) == Data("edited".utf8))
    }
  }

  @Test func `a file that bench did not write is never replaced`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/index.html"
      try Data("my home page".utf8).write(to: URL(filePath: path))
      let error = #expect(throws: DataError.self) {
        _ = try builder().build(from: small, into: folder)
      }
      #expect(error?.code == .unwritable)
      #expect(error?.file == path)
      #expect(try Data(contentsOf: URL(filePath: path)) == Data("my home page".utf8))
    }
  }

  @Test func `a build goes on where a killed one stopped`() throws {
    try withTemporaryFolder { folder in
      _ = try builder().build(from: small, into: folder + "/whole")
      var output = try SiteFolder(path: folder + "/cut")
      try output.write(Array("half a site".utf8), to: "index.html")
      _ = try builder().build(from: small, into: folder + "/cut")
      #expect(try contents(of: folder + "/cut") == contents(of: folder + "/whole"))
    }
  }

  @Test func `the list of our files cannot name one outside the folder`() throws {
    try withTemporaryFolder { folder in
      let outside = folder + "/precious"
      try Data("x".utf8).write(to: URL(filePath: outside))
      let hash = PageName.hex(PageName.fingerprint(Array("x".utf8)), digits: 16)
      let site = folder + "/site"
      try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
      let list = "\(hash) ../precious\n\(hash) /\(outside)\n\(hash) a/../../precious\n"
      try Data(list.utf8).write(to: URL(filePath: site + "/" + SiteFolder.listName))
      _ = try builder().build(from: small, into: site)
      #expect(FileManager.default.fileExists(atPath: outside))
    }
  }

  @Test func `the time of the build is printed only when it is given`() throws {
    try withTemporaryFolder { folder in
      let report = try builder(builtAt: 1_740_837_900).build(from: small, into: folder)
      let page = try String(contentsOf: URL(filePath: report.index), encoding: .utf8)
      #expect(page.contains("Built 2025-03-01 14:05 UTC."))
    }
  }

  @Test func `a store without experiments gives a page that says so`() throws {
    try withTemporaryFolder { folder in
      let report = try builder().build(from: MemorySource(all: []), into: folder)
      let page = try String(contentsOf: URL(filePath: report.index), encoding: .utf8)
      #expect(page.contains("No experiments yet."))
      #expect(report.suites == 0)
    }
  }

  @Test func `a broken template is named with its line`() throws {
    try withTemporaryFolder { folder in
      let templates = folder + "/templates"
      try FileManager.default.createDirectory(
        atPath: templates, withIntermediateDirectories: true)
      try Data("one\n{{#open}}\n".utf8).write(to: URL(filePath: templates + "/index.mustache"))
      let error = #expect(throws: DataError.self) {
        _ = try SiteBuilder(folder: folder, suites: [])
      }
      #expect(error?.file == templates + "/index.mustache")
      #expect(error?.code == .malformed)
      #expect(error?.line != nil)
    }
  }

  @Test func `a folder without templates is named`() {
    let error = #expect(throws: DataError.self) {
      _ = try SiteBuilder(folder: "/nowhere", suites: [])
    }
    #expect(error?.file == "/nowhere/templates")
    #expect(error?.code == .missing)
  }
}
