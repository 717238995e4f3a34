// SPDX-License-Identifier: Apache-2.0

/// How the records of a table become documents.
package struct DocumentFields: Sendable {
  /// Where a document's identifier comes from.
  package enum Identifier: Sendable {
    /// It is in a field.
    case field(RecordField)
    /// It is this prefix and the number of the record in its table, from 0.
    case row(prefix: String)
  }

  /// What a null in place of the text means.
  package enum NullText: Sendable {
    /// The table is damaged.
    case refused
    /// The text is empty.
    case empty
    /// The record is no document.
    case skipped
  }

  /// Where the identifier comes from.
  package var identifier: Identifier
  /// The field with the title, where the table has one; it may be absent or null in a record.
  package var title: RecordField?
  /// The field with the text.
  package var text: RecordField
  /// What a null in place of the text means.
  package var nullText: NullText
  /// Whether the text is a list of paragraphs, to be joined by line ends; a first paragraph that
  /// only repeats the title is left out.
  package var isParagraphs: Bool
  /// Only records whose field has this value are documents.
  package var condition: (field: RecordField, value: String)?
  /// What a good record looks like, for messages: `each line is {…}`.
  package var shape: String

  /// Documents from these fields.
  package init(
    identifier: Identifier, title: RecordField? = nil, text: RecordField,
    nullText: NullText = .refused, isParagraphs: Bool = false,
    condition: (field: RecordField, value: String)? = nil, shape: String
  ) {
    self.identifier = identifier
    self.title = title
    self.text = text
    self.nullText = nullText
    self.isParagraphs = isParagraphs
    self.condition = condition
    self.shape = shape
  }

  /// Whether documents are identified by the numbers of their records.
  package var countsRows: Bool {
    if case .row = identifier { true } else { false }
  }

  /// BEIR's `corpus.jsonl`.
  package static let beir = DocumentFields(
    identifier: .field(RecordField("_id", "id")), title: "title", text: "text",
    shape: #"each line is {"_id": "…", "title": "…", "text": "…"}"#)
}
