// SPDX-License-Identifier: Apache-2.0

/// Reads records out of JSON: from lines, from an array, or from the members of an object.
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
      repeat { try readElement(&scanner, body) } while try scanner.hasMore(
        before: UInt8(ascii: "]"))
    }
    try finish(&scanner)
  }

  /// Reads the members of the object that is the whole content, each an object with a name.
  mutating func readMembers(
    _ scanner: inout JSONScanner, _ body: (String, Record) throws(RecordFault) -> Void
  ) throws(JSONFault) {
    scanner.skipBlanks()
    try scanner.expect(UInt8(ascii: "{"), "an object in braces")
    if !scanner.isEmpty(before: UInt8(ascii: "}")) {
      repeat {
        let name = scanner.text(try scanner.string())
        try scanner.expect(UInt8(ascii: ":"), "a colon after the field name")
        try readElement(&scanner) { (record) throws(RecordFault) in try body(name, record) }
      } while try scanner.hasMore(before: UInt8(ascii: "}"))
    }
    try finish(&scanner)
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

  private func finish(_ scanner: inout JSONScanner) throws(JSONFault) {
    scanner.skipBlanks()
    guard scanner.position == scanner.end else {
      throw scanner.fault(.expected("the end of the file"))
    }
  }
}
