// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts
import TestSupport
import Testing

/// Files that are wrong, and what a person reads about them.
///
/// The table of malformed inputs in the documentation is made from these.
struct MalformedCase: Sendable, CustomTestStringConvertible {
  /// Name of the layout.
  var layout: String
  /// What is wrong, in a few words.
  var name: String
  /// Files of the folder: relative path to content.
  var files: [String: String]
  /// Files that are copied: relative path to path below `Golden`.
  var copies: [String: String] = [:]
  var split = "test"
  var options: [String: String] = [:]
  /// The whole message, with paths relative to the folder.
  var message: String

  var testDescription: String { "\(layout): \(name)" }

  /// All cases of all layouts.
  static let all: [MalformedCase] =
    beir + mteb + coir + limit + bright + litsearch + kilt + locoV1 + locoV0 + t2ranking + multiCPR
    + rarbFull + rarbChoice + trec
}

struct MalformedTests {
  @Test(arguments: MalformedCase.all)
  func `what is wrong is told, where, and how to mend it`(wrong: MalformedCase) throws {
    let golden = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Golden")
    try withFiles(wrong.files) { folder in
      for (path, source) in wrong.copies {
        let target = URL(filePath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: golden.appending(path: source), to: target)
      }
      let layout = try #require(TaskLayouts.named(wrong.layout))
      let error = #expect(throws: DataError.self) {
        let contents = try layout.open(
          TaskPlace(folder: folder, split: wrong.split, options: wrong.options))
        _ = try contents.corpus.documents()
      }
      let message = error.map { "\($0)" } ?? ""
      let told = message.replacing(folder + "/", with: "").replacing(folder, with: "FOLDER")
      #expect(told == wrong.message)
    }
  }

  @Test func `no case is there twice`() {
    let names = MalformedCase.all.map(\.testDescription)
    #expect(Set(names).count == names.count)
  }
}
