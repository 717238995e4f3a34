// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Models and their vectors by the Python libraries: Golden/make.py.
struct Golden: Decodable {
  var texts: [String]
  var vectors: [[Float]]
  /// Of models of Model2Vec: how many tokens of each text count.
  var kept: [Int]?

  static func folder(_ name: String) -> String {
    TestData.repository.appending(path: "Tests/StaticEmbeddingsTests/Golden/\(name)").path
  }

  static func read(_ name: String) throws -> Golden {
    let data = try Data(contentsOf: URL(filePath: folder(name) + "/vectors.json"))
    return try JSONDecoder().decode(Golden.self, from: data)
  }

  /// Calls `body` with a copy of a model that may be changed.
  static func withCopy<Result>(of name: String, _ body: (String) throws -> Result) throws -> Result
  {
    try withTemporaryFolder { folder in
      let copy = folder + "/model"
      try FileManager.default.copyItem(atPath: Self.folder(name), toPath: copy)
      return try body(copy)
    }
  }
}

/// The largest difference of two vectors' values.
func distance(_ left: [Float], _ right: [Float]) -> Float {
  guard left.count == right.count else { return .infinity }
  return zip(left, right).map { abs($0 - $1) }.max() ?? 0
}

/// Replaces text in a file that has it.
func replace(_ old: String, _ new: String, in path: String) throws {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  guard text.contains(old) else { throw CocoaError(.fileReadCorruptFile) }
  try Data(text.replacing(old, with: new).utf8).write(to: URL(filePath: path))
}
