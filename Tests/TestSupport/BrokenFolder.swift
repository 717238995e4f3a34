// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A model's folder with one file that is not as it should be, and what its reader says.
public struct BrokenFolder: Sendable {
  /// The golden folder that it is a copy of.
  public var model: String
  /// The file that is replaced.
  public var file: String
  /// What it has in place of its text.
  public var text: String
  /// What the first line of the error says behind the folder's path.
  public var message: String

  /// A case.
  public init(model: String, file: String, text: String, message: String) {
    self.model = model
    self.file = file
    self.text = text
    self.message = message
  }

  /// Calls `body` with the path of a broken copy of the folder at `golden`.
  public func withCopy<Result>(
    of golden: String, _ body: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { parent in
      let folder = parent + "/model"
      try FileManager.default.copyItem(atPath: golden, toPath: folder)
      try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
      return try body(folder)
    }
  }

  /// The first line of an error's description.
  public static func firstLine(_ error: (any Error)?) -> String? {
    error.flatMap { "\($0)".split(separator: "\n").first.map(String.init) }
  }

  /// The text of a `modules.json`.
  ///
  /// - Parameters:
  ///   - types: The modules' types, behind `prefix`.
  ///   - paths: Their folders, by type; `x` for others.
  public static func modules(
    _ types: [String], prefix: String, paths: [String: String]
  ) -> String {
    let list = types.map { #"{"type": "\#(prefix).\#($0)", "path": "\#(paths[$0] ?? "x")"}"# }
    return "[\(list.joined(separator: ", "))]"
  }
}
