// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import TestSupport
import Testing
import Tokenizers

/// The golden files: ids as tokenizers 0.23.3 gives them; see `Golden/make.py`.
enum Golden {
  /// A tokenizer and what the package makes of the texts.
  struct Case: Decodable, Sendable {
    struct Sample: Decodable, Sendable {
      var text: Int
      var ids: [Int32]

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        text = try values.decode(Int.self)
        ids = try values.decode([Int32].self)
      }
    }

    struct Pair: Decodable, Sendable {
      var first: Int
      var second: Int?
      var ids: [Int32]
      var typeIDs: [Int32]?

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        first = try values.decode(Int.self)
        second = try values.decode(Int?.self)
        ids = try values.decode([Int32].self)
        typeIDs = try values.decodeIfPresent([Int32].self)
      }
    }

    struct Decoded: Decodable, Sendable {
      var text: Int
      var skipsSpecial: Bool
      var result: String

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        text = try values.decode(Int.self)
        skipsSpecial = try values.decode(Bool.self)
        result = try values.decode(String.self)
      }
    }

    var name: String
    var model: String
    /// Everything but the model, as JSON.
    var parts: String
    var digests: Data
    var whole: String
    var samples: [Sample]
    var pairs: [Pair]
    var broken: String
    var decoded: [Decoded]
    var cut: [Pair]?
  }

  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "Golden")

  /// The content of a golden file, uncompressed.
  static func content(_ name: String) throws -> [UInt8] {
    try FileBytes(path: folder.appending(path: name).path).withBytes { Array($0) }
  }

  private static func lines<Row: Decodable>(_ name: String, _ row: Row.Type) throws -> [Row] {
    try content(name).split(separator: 0x0A).map {
      try JSONDecoder().decode(row, from: Data($0))
    }
  }

  static let texts = Result { try lines("texts.jsonl.gz", String.self) }
  static let broken = Result { try lines("broken.jsonl", [UInt8].self) }
  static let cases = Result { try lines("cases.jsonl.gz", Case.self) }

  /// The names of all tokenizers.
  static let names = (try? cases.get().map(\.name)) ?? []

  private static func strings(_ name: String) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(try content(name)))
  }

  private static let models = Result { try strings("models.json.gz") }
  private static let charsmaps = Result { try strings("charsmaps.json.gz") }

  /// The `tokenizer.json` of `row`.
  static func file(_ row: Case) throws -> [UInt8] {
    var parts = row.parts
    for (kind, charsmap) in try charsmaps.get() {
      parts = parts.replacing("\"\(kind)\"", with: "\"\(charsmap)\"")
    }
    let model = try models.get()[row.model, default: ""]
    return Array("{\"version\":\"1.0\",\"model\":\(model),\(parts.dropFirst())".utf8)
  }

  /// The tokenizer called `name`, and what the package makes of the texts.
  static func tokenizer(_ name: String) throws -> (tokenizer: Tokenizer, row: Case) {
    let row = try #require(try cases.get().first { $0.name == name })
    return (try Tokenizer(try file(row), path: name + ".json"), row)
  }
}

/// FNV-1a of 64 bits over ids, least byte first.
struct IDHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ ids: [Int32]) {
    for id in ids {
      for shift: UInt32 in [0, 8, 16, 24] {
        value = (value ^ UInt64(UInt32(bitPattern: id) >> shift & 0xFF)) &* 0x100_0000_01B3
      }
    }
  }

  /// All bytes in one.
  var short: UInt8 {
    var folded = value
    for shift: UInt64 in [32, 16, 8] { folded ^= folded >> shift }
    return UInt8(truncatingIfNeeded: folded)
  }

  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
