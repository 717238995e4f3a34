// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import TestSupport
import Testing

@testable import Parquet

struct NestedTests {
  static let files = [
    "none-v1-plain", "none-v2-dictionary", "snappy-v1-dictionary", "snappy-v2-plain",
    "gzip-v2-dictionary", "zstd-v1-plain", "zstd-v2-dictionary",
  ].map { "nested-" + $0 }

  static let fields: [RecordField] = [
    "id", "lists", "deep", "paper", "output", "inside", "pairs", "whole",
  ]

  /// The rows of nested.jsonl, field by field.
  private static func expected() throws -> [[RecordValue]] {
    var rows: [[RecordValue]] = []
    let file = try FileBytes(path: Golden.folder.appending(path: "nested.jsonl").path)
    try file.forEachRecord(fields, fix: "") { (record) throws(RecordFault) in
      rows.append(record.values)
    }
    return rows
  }

  /// All rows of a field.
  private static func rows(_ field: RecordField, of file: ParquetFile) throws -> [RecordValue] {
    var rows: [RecordValue] = []
    for group in file.rowGroups {
      var nested = try file.readNested(field: field.name, rowGroup: group)
      for _ in 0..<file.rowCount(ofRowGroup: group) { rows.append(try nested.next()) }
    }
    return rows
  }

  @Test(arguments: Self.files)
  func `lists and structs inside each other come as pyarrow wrote them`(name: String) throws {
    let file = try ParquetFile(path: Golden.path(name))
    let expected = try Self.expected()
    #expect(expected.count == 90 && file.rowCount == 90)
    for (index, field) in Self.fields.enumerated() {
      #expect(file.hasField(field.name))
      let rows = try Self.rows(field, of: file)
      let different = rows.indices.first { rows[$0] != expected[$0][index] }
      #expect(rows.count == 90 && different == nil, "field \(field.name)")
    }
  }

  @Test func `the golden rows have null and nothing at every level`() throws {
    let rows = try Self.expected()
    let lists = rows.map { $0[1] }
    let inner = lists.flatMap(\.elements)
    let words = inner.flatMap(\.elements)
    for values in [lists, inner] {
      #expect(values.contains(.null) && values.contains(.list([])))
    }
    #expect(words.contains(.null) && words.contains(.string("")))
  }

  @Test func `flat columns read row by row are what they are as slices`() throws {
    let file = try ParquetFile(path: Golden.path("snappy-v2-dictionary"))
    for (name, path) in [("id", "id"), ("tags", "tags"), ("grades", "grades"), ("big", "big")] {
      for group in file.rowGroups {
        var nested = try file.readNested(field: name, rowGroup: group)
        for row in try file.read(column: path, rowGroup: group).rows {
          #expect(try nested.next() == row.record)
        }
      }
    }
  }

  @Test func `a file of before the rules for lists has its repeated group as element`() {
    let leaf = SchemaNode(
      name: "item", content: .leaf(0), isRepeated: false, isList: false, definition: 2,
      repetition: 1)
    func body(_ name: String) -> SchemaNode {
      SchemaNode(
        name: name, content: .group([leaf]), isRepeated: true, isList: false, definition: 1,
        repetition: 1)
    }
    #expect(body("list").element(inList: "tags")?.name == "item")
    #expect(body("array").element(inList: "tags") == nil)
    #expect(body("tags_tuple").element(inList: "tags") == nil)
  }

  @Test(arguments: ["nested-none-v1-plain", "nested-snappy-v2-plain", "nested-zstd-v2-dictionary"])
  func `changed bytes give as many rows or an error with its place`(name: String) throws {
    let whole = try Golden.bytes(name)
    var random = SeededGenerator(seed: 7)
    var (accepted, rejected) = (0, 0)
    try withTemporaryFolder { folder in
      for _ in 0..<60 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          bytes[Int.random(in: 4..<bytes.count - 8, using: &random)] = .random(
            in: 0...255, using: &random)
        }
        try Data(bytes).write(to: URL(filePath: folder + "/changed.parquet"))
        do throws(DataError) {
          let file = try ParquetFile(path: folder + "/changed.parquet")
          for field in file.fields {
            for group in file.rowGroups {
              do throws(DataError) {
                var nested = try file.readNested(field: field.name, rowGroup: group)
                for _ in 0..<file.rowCount(ofRowGroup: group) { _ = try nested.next() }
                accepted += 1
              } catch {
                #expect(error.code == .malformed)
                #expect(error.problem.hasPrefix("row group \(group), "))
                rejected += 1
              }
            }
          }
        } catch {
          #expect(error.code == .malformed && !error.problem.isEmpty)
          rejected += 1
        }
      }
    }
    #expect(accepted > 0 && rejected > 0)
  }

  @Test func `columns of one list with different numbers of elements are told`() throws {
    let file = try ParquetFile(path: Golden.path("nested-none-v1-plain"))
    let output = try #require(file.fields.first { $0.name == "output" })
    func levels(_ repetitions: [UInt32]) -> LevelledValues {
      LevelledValues(
        repetitions: repetitions, definitions: repetitions.map { _ in 3 },
        values: .integers([]), maximumDefinition: 9)
    }
    var columns: [Int: LevelledValues] = [:]
    for leaf in output.leaves { columns[leaf] = levels([0, 0]) }
    columns[output.leaves[0]] = levels([0, 1])
    var rows = NestedRows(output, columns: columns, file: "a.parquet", place: "row group 0")
    let error = try #require(throws: DataError.self) { _ = try rows.next() }
    #expect(error.problem.hasPrefix("row group 0: found columns of "))
    #expect(error.problem.hasSuffix("with different numbers of elements"))
  }
}

extension RecordValue {
  fileprivate var elements: [RecordValue] {
    if case .list(let elements) = self { elements } else { [] }
  }
}

extension Value {
  /// The value as records have it.
  fileprivate var record: RecordValue {
    switch self {
    case .missing: .null
    case .boolean(let value): .boolean(value)
    case .integer(let value): .number(String(value))
    case .double(let value): .number(String(value))
    case .string(let value): .string(value)
    case .list(let values): .list(values.map(\.record))
    }
  }
}
