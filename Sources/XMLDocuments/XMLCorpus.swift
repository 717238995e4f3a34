// SPDX-License-Identifier: Apache-2.0

import Formats
package import Retrieval
import Synchronization

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

/// The documents of XML files: one element a document, with child elements for its fields.
///
/// Other child elements are passed over; elements inside a field give their text. The identifier is
/// read without the white space around it, title and text as they stand. A document must have an
/// identifier and a text element; a missing title is empty.
package struct XMLCorpus: Corpus {
  private let paths: [String]
  private let names: XMLDocumentNames
  private let batchSize: Int

  /// The documents of the files at `paths`, one file after the other.
  ///
  /// - Throws: ``DataError`` when one of them is not there or cannot be read.
  package init(
    paths: [String], _ names: XMLDocumentNames, batchSize: Int = 1 << 20
  ) throws(DataError) {
    self.paths = paths
    self.names = names
    self.batchSize = batchSize
    for path in paths { _ = try ByteStream(path: path) }
  }

  /// Unknown: the files do not say.
  package var expectedDocumentCount: Int? { nil }

  /// Starts reading at the first document.
  package func makeReader() throws -> any CorpusReader {
    XMLReader(paths, names, batchSize)
  }

  /// The line where a document's element begins; reads the files up to it.
  package func place(ofDocument number: Int) -> DocumentPlace? {
    var row = number
    for path in paths {
      guard let stream = try? XMLRecordStream(path: path, names.shape) else { return nil }
      while let records = try? stream.next(size: batchSize) {
        if row < records.records.count {
          return DocumentPlace(file: path, line: records.records[row].line)
        }
        row -= records.records.count
      }
    }
    return nil
  }
}

/// One pass; parsing is one thread's work at a time.
private final class XMLReader: CorpusReader {
  private struct State: ~Copyable {
    var paths: ArraySlice<String>
    var stream: XMLRecordStream?
    var ordinal = 0
  }

  private let names: XMLDocumentNames
  private let batchSize: Int
  private let state: Mutex<State>

  init(_ paths: [String], _ names: XMLDocumentNames, _ batchSize: Int) {
    self.names = names
    self.batchSize = batchSize
    state = Mutex(State(paths: paths[...]))
  }

  func nextBatch() throws -> DocumentBatch? {
    try state.withLock { state in
      while let path = state.paths.first {
        let stream = try state.stream ?? XMLRecordStream(path: path, names.shape)
        state.stream = stream
        if let records = try stream.next(size: batchSize) {
          state.ordinal += 1
          return try names.batch(records, ordinal: state.ordinal - 1, path: path)
        }
        state.stream = nil
        state.paths.removeFirst()
      }
      return nil
    }
  }
}

extension XMLDocumentNames {
  /// What is read of the elements.
  fileprivate var shape: XMLRecordShape {
    XMLRecordShape(records: [document], fields: [id, title, text])
  }

  /// The documents of some records.
  fileprivate func batch(
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
