// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Names of models: one or two parts of letters, digits, dots, hyphens and underscores.
enum ModelName {
  /// The name of the file that holds a model's manifest.
  ///
  /// - Throws: `.malformed` when this is no name.
  static func fileName(_ name: String) throws(DataError) -> String {
    try check(name)
    return name.split(separator: "/").joined(separator: "--") + ".json"
  }

  /// - Throws: `.malformed` when this is no name.
  static func check(_ name: String) throws(DataError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isGood = (1...2).contains(parts.count) && parts.allSatisfy(isPart)
    guard isGood else {
      throw DataError(
        .malformed, file: name,
        "found a name that no model can have, expected NAME or ORG/NAME of letters, digits, "
          + "dots, hyphens and underscores",
        fix: "name it with --name")
    }
  }

  /// Whether this is a part of a name. Two hyphens stand for the slash in file names.
  private static func isPart(_ part: Substring) -> Bool {
    (1...96).contains(part.utf8.count) && part.first != "." && !part.contains("--")
      && part.first != "-" && part.last != "-"
      && part.utf8.allSatisfy { byte in
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
          || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }
}
