// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval

/// Files that the scripts in `Golden` made.
enum Golden {
  /// The path of a file.
  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)").path
  }

  /// The content of a file.
  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }
}

/// The FNV-1a hash (64 bits) of fields, each followed by the byte FF, as the scripts compute it.
func fnv(_ fields: [String]) -> String {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325
  for field in fields {
    for byte in Array(field.utf8) + [0xFF] {
      value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

extension Corpus {
  /// The texts of all documents by id.
  func texts() throws -> [String: String] {
    Dictionary(try documents().map { ($0.id, $0.text) }) { first, _ in first }
  }
}
