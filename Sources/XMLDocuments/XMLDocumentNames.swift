// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The names of the elements that hold a document.
package struct XMLDocumentNames: Sendable, Hashable {
  /// The element of a document, `doc`.
  package var document: String
  /// The element, or `@attribute` of the document's element, with its identifier.
  package var id: String
  /// The element with its title.
  package var title: String
  /// The element with its text.
  package var text: String

  /// Names; the defaults are those of `<doc><id/><title/><url/><content/></doc>`.
  package init(
    document: String = "doc", id: String = "id", title: String = "title", text: String = "content"
  ) {
    self.document = document
    self.id = id
    self.title = title
    self.text = text
  }
}

extension XMLDocumentNames {
  /// What is read of the elements.
  var shape: XMLRecordShape {
    XMLRecordShape(records: [document], fields: [id, title, text])
  }

  /// The documents of some records.
  func batch(
    _ records: XMLRecords, ordinal: Int, path: String
  ) throws(DataError) -> DocumentBatch {
    var batch = DocumentBatch(ordinal: ordinal, bytes: records.bytes)
    batch.entries.reserveCapacity(records.records.count)
    for record in records.records {
      guard let id = record.fields[0].map({ trimmed($0, in: records.bytes) }), !id.isEmpty else {
        throw missing(id, of: record, path)
      }
      guard let text = record.fields[2] else { throw missing(self.text, of: record, path) }
      batch.entries.append(
        DocumentBatch.Entry(id: id, title: record.fields[1] ?? 0..<0, text: text))
    }
    return batch
  }

  private func missing(_ field: String, of record: XMLRecord, _ path: String) -> DataError {
    let name = field.hasPrefix("@") ? "attribute \(field.dropFirst())" : "<\(field)>"
    return DataError(
      .malformed, file: path, line: record.line,
      "found a <\(document)> without a value for \(name), expected one in each",
      fix: "name the elements as the file has them")
  }

  private func trimmed(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = range.first(where: { !isBlank(bytes[$0]) }),
      let last = range.last(where: { !isBlank(bytes[$0]) })
    else { return range.lowerBound..<range.lowerBound }
    return first..<last + 1
  }
}
