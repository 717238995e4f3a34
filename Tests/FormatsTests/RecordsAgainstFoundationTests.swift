// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import Formats

/// Values of records beside those that `JSONSerialization` reads.
struct RecordsAgainstFoundationTests {
  /// Random objects, and each as Foundation reads it.
  private static let lines: [[UInt8]] = {
    var random = RandomJSON(seed: 11)
    return (0..<300).map { _ in random.line() }
  }()

  @Test func `values are read the same from lines, from an array and from members`() throws {
    let objects = Self.lines.map {
      #"{"other": [1], "v": \#(String(decoding: $0, as: UTF8.self))}"#
    }
    var named: [String] = []
    for (number, object) in objects.enumerated() { named.append("\"\(number)\":\n\(object)") }
    for content in [
      objects.joined(separator: "\n"),
      "\u{FEFF}\r\n[" + objects.joined(separator: "\n,\r\n") + "\n]",
    ] {
      let values = try withFile("records.json", content) { path in
        var values: [RecordValue] = []
        try FileBytes(path: path).forEachRecord(["v"], fix: "") { values.append($0.values[0]) }
        return values
      }
      try compare(values)
    }
    let values = try withFile("records.json", "{" + named.joined(separator: ",\n") + "}") { path in
      var values: [RecordValue] = []
      try FileBytes(path: path).forEachMember(fix: "") { (name, value) throws(RecordFault) in
        guard name == "\(values.count)", case .object(let members) = value else {
          throw RecordFault("found member \(name) out of order")
        }
        values.append(members["v"] ?? .absent)
      }
      return values
    }
    try compare(values)
  }

  private func compare(_ values: [RecordValue]) throws {
    #expect(values.count == Self.lines.count)
    for (value, line) in zip(values, Self.lines) {
      let theirs = try JSONSerialization.jsonObject(with: Data(line))
      #expect(isEqual(value, theirs), "\(String(decoding: line, as: UTF8.self))")
    }
  }

  private func isEqual(_ ours: RecordValue, _ theirs: Any) -> Bool {
    switch ours {
    case .absent: false
    case .null: theirs is NSNull
    case .boolean(let value): (theirs as? NSNumber)?.boolValue == value
    case .number(let text): (theirs as? NSNumber)?.doubleValue == Double(text)
    case .string(let text): theirs as? String == text
    case .list(let elements):
      (theirs as? [Any]).map { list in
        list.count == elements.count && zip(elements, list).allSatisfy { isEqual($0, $1) }
      } ?? false
    case .object(let members):
      (theirs as? [String: Any]).map { object in
        Set(object.keys) == Set(members.keys)
          && members.allSatisfy { isEqual($1, object[$0] ?? "") }
      } ?? false
    }
  }

  @Test func `of several names the first that is there counts, of one name the last`() throws {
    let lines = #"""
      {"id": "b", "_id": "a"}
      {"id": "b"}
      {"id": "b", "id": "c"}
      {}
      """#
    let ids = try withFile("records.jsonl", lines) { path in
      var ids: [String?] = []
      try FileBytes(path: path).forEachRecord([RecordField("_id", "id")], fix: "") {
        (record) throws(RecordFault) in ids.append(try record.identifier(0))
      }
      return ids
    }
    #expect(ids == ["a", "b", "c", nil])
  }

  @Test func `a list at the start of a long line does not disturb what is kept`() throws {
    // Lists are read again after the line, into what is left of the arena.
    let long = String(repeating: "é\\n x", count: 500)
    let list = (0..<300).map { #""item \#($0) \#(String(repeating: "y", count: $0 % 70))""# }
    let line = #"{"list": [\#(list.joined(separator: ","))], "text": "\#(long)", "id": "last"}"#
    let record = try withFile("records.jsonl", line) { path in
      var record = Record([])
      try FileBytes(path: path).forEachRecord(["id", "list", "text"], fix: "") { record = $0 }
      return record
    }
    #expect(try record.identifier(0) == "last")
    #expect(try record.identifiers(1)?.count == 300)
    #expect(try record.identifiers(1)?.last?.hasPrefix("item 299 ") == true)
    #expect(try record.text(2) == String(repeating: "é\n x", count: 500))
  }
}
