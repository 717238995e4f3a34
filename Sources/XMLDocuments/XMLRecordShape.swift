// SPDX-License-Identifier: Apache-2.0

/// Which elements of an XML file are read, by their names without prefixes.
package struct XMLRecordShape: Sendable, Hashable {
  /// The names that the element of a record may have: `doc`.
  package var records: [String]
  /// What is read of each record: the name of a child element, or `@name` for an attribute of the
  /// record's own element.
  package var fields: [String]

  /// Records and their fields.
  package init(records: [String], fields: [String]) {
    self.records = records
    self.fields = fields
  }
}

/// One record of an XML file: the text of its fields.
package struct XMLRecord: Sendable {
  /// The line where the record's element begins, from 1.
  package var line: Int
  /// Where the text of each field lies, in the order of ``XMLRecordShape/fields``; nil where the
  /// record has none.
  package var fields: [Range<Int>?]
}

/// Some records in a row, their texts in one buffer.
package struct XMLRecords: Sendable {
  /// The fields of all records, without markup and with entities decoded; valid UTF-8.
  package var bytes: [UInt8] = []
  /// The records, in file order.
  package var records: [XMLRecord] = []

  /// A field as a string, or nil where the record has none.
  package func text(_ record: XMLRecord, _ field: Int) -> String? {
    record.fields[field].map { String(decoding: bytes[$0], as: UTF8.self) }
  }
}
