// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A model of Golden/make.py and its vectors by sentence-transformers.
struct GoldenFolder: Decodable {
  var texts: [String]
  var similarity: String
  var dimensions: Int?
  var query: [[Float]]
  var document: [[Float]]
  /// Tokens of each text, uncut and without prompt.
  var counts: [Int]

  static let place = TestData.repository.appending(path: "Tests/SentenceEncodersTests/Golden")

  /// The folders with vectors.
  static let names: [String] = {
    let entries = try? FileManager.default.contentsOfDirectory(atPath: place.path)
    return (entries ?? []).filter {
      FileManager.default.fileExists(atPath: place.appending(path: $0 + "/expected.json").path)
    }.sorted()
  }()

  /// Lays the folder over `base`, and files of `changes` over that, and calls `body` with the
  /// result's path.
  static func withModel<Result>(
    _ name: String, changes: [String: String] = [:], _ body: (String, GoldenFolder) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { parent in
      let folder = parent + "/model"
      let files = FileManager.default
      try files.copyItem(atPath: place.appending(path: "base").path, toPath: folder)
      let source = place.appending(path: name).path
      for file in try files.subpathsOfDirectory(atPath: source) {
        let target = folder + "/" + file
        var isFolder: ObjCBool = false
        _ = files.fileExists(atPath: source + "/" + file, isDirectory: &isFolder)
        if isFolder.boolValue {
          try files.createDirectory(atPath: target, withIntermediateDirectories: true)
        } else {
          try? files.removeItem(atPath: target)
          try files.copyItem(atPath: source + "/" + file, toPath: target)
        }
      }
      for (file, text) in changes {
        try text.write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
      }
      let expected = try Data(contentsOf: URL(filePath: folder + "/expected.json"))
      return try body(folder, JSONDecoder().decode(GoldenFolder.self, from: expected))
    }
  }
}
