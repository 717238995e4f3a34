// SPDX-License-Identifier: Apache-2.0

/// Reads records out of JSON: from lines, or from an array.
struct JSONRecordReader {
  private var fields: JSONFields
  private var record: Record

  /// Wants `fields`.
  init(_ fields: [RecordField]) {
    self.fields = JSONFields(fields.flatMap(\.names))
    record = Record(fields)
  }

  /// Reads one record a line to the end.
  mutating func readLines(
    _ scanner: inout JSONScanner, _ body: (Record) throws(RecordFault) -> Void
  ) throws(JSONFault) {
    while scanner.skipBlankLines() {
      scanner.used = 0
      record.position = scanner.position
      try fields.readLine(&scanner)
      try hand(to: body, &scanner)
    }
  }

  /// Reads the elements of the array that is the whole content.
  mutating func readArray(
    _ scanner: inout JSONScanner, _ body: (Record) throws(RecordFault) -> Void
  ) throws(JSONFault) {
    scanner.skipBlanks()
    try scanner.expect(UInt8(ascii: "["), "an array of objects")
    if !scanner.isEmpty(before: UInt8(ascii: "]")) {
      repeat {
        try readElement(&scanner, body)
      } while try scanner.hasMore(
        before: UInt8(ascii: "]"))
    }
    try scanner.finishContent()
  }

  private mutating func readElement(
    _ scanner: inout JSONScanner, _ body: (Record) throws(RecordFault) -> Void
  ) throws(JSONFault) {
    scanner.used = 0
    record.position = scanner.position
    try fields.readObject(&scanner)
    try hand(to: body, &scanner)
  }

  /// Makes values of the fields just read and calls `body` with them.
  private mutating func hand(
    to body: (Record) throws(RecordFault) -> Void, _ scanner: inout JSONScanner
  ) throws(JSONFault) {
    var index = 0
    for (field, wanted) in record.fields.enumerated() {
      let names = index..<index + wanted.names.count
      index = names.upperBound
      let value = names.lazy.map { [fields] in fields.values[$0] }.first { $0 != .absent }
      record.values[field] = try scanner.record(value ?? .absent)
    }
    do throws(RecordFault) {
      try body(record)
    } catch {
      throw JSONFault(offset: record.position, reason: .content(error.problem))
    }
  }
}

extension JSONScanner {
  /// Reads the members of the object that is the whole content, in order.
  mutating func readMembers(
    _ body: (String, RecordValue) throws(RecordFault) -> Void
  ) throws(JSONFault) {
    skipBlanks()
    try expect(UInt8(ascii: "{"), "an object in braces")
    if !isEmpty(before: UInt8(ascii: "}")) {
      repeat {
        used = 0
        let start = position
        let name = text(try string())
        try expect(UInt8(ascii: ":"), "a colon after the field name")
        let value = try record(try value())
        do throws(RecordFault) {
          try body(name, value)
        } catch {
          throw JSONFault(offset: start, reason: .content(error.problem))
        }
      } while try hasMore(before: UInt8(ascii: "}"))
    }
    try finishContent()
  }

  /// Ends the content: only blanks may follow.
  mutating func finishContent() throws(JSONFault) {
    skipBlanks()
    guard position == end else { throw fault(.expected("the end of the file")) }
  }
}
