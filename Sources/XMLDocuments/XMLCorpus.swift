// SPDX-License-Identifier: Apache-2.0

import Formats
package import Retrieval
import Synchronization

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
