// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import Parquet

/// A value as it stands in `values.jsonl`.
enum Value: Decodable, Equatable {
  case missing
  case boolean(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case list([Value])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .missing
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .double(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else {
      self = .list(try container.decode([Value].self))
    }
  }
}

/// The files that `make.py` wrote.
enum Golden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  static func path(_ name: String) -> String {
    folder.appending(path: name + ".parquet").path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name + ".parquet")))
  }

  /// The rows that all files of the matrix hold.
  static let rows: [[String: Value]] = {
    let lines = (try? Data(contentsOf: folder.appending(path: "values.jsonl"))) ?? Data()
    return lines.split(separator: 0x0A).compactMap {
      try? JSONDecoder().decode([String: Value].self, from: $0)
    }
  }()

  static let matrix: [String] =
    ["none", "snappy", "gzip", "zstd"].flatMap { codec in
      ["v1-dictionary", "v1-plain", "v2-dictionary", "v2-plain"].map { "\(codec)-\($0)" }
    }
    + ["delta-length-v1", "delta-length-v2", "delta-prefix-v1", "delta-prefix-v2", "one-group"]
}

extension ParquetSlice {
  /// The rows as `values.jsonl` has them.
  var rows: [Value] {
    (0..<rowCount).map { row in
      guard let rowValidity else { return value(row) }
      return rowValidity[row] ? .list(range(ofRow: row).map(value)) : .missing
    }
  }

  private func value(_ index: Int) -> Value {
    guard validity[index] else { return .missing }
    return switch values {
    case .booleans(let values): .boolean(values[index])
    case .integers(let values): .integer(values[index])
    // JSON has no difference between 1 and 1.0.
    case .doubles(let values):
      Int64(exactly: values[index]).map { .integer($0) } ?? .double(values[index])
    case .strings(let values): .string(values[index])
    }
  }
}
