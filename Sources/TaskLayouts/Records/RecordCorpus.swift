// SPDX-License-Identifier: Apache-2.0

import Formats
import Parquet
import Retrieval
import Synchronization

/// The documents of a table of records, streamed.
struct RecordCorpus: Corpus {
  let files: [String]
  let fields: DocumentFields
  let sizes: PieceSizes

  /// The documents in `files`, which are opened when reading gets there.
  init(_ files: [String], _ fields: DocumentFields, sizes: PieceSizes = PieceSizes()) {
    self.files = files
    self.fields = fields
    self.sizes = sizes
  }

  /// Unknown: lines are not counted beforehand, and rows may be skipped.
  var expectedDocumentCount: Int? { nil }

  func makeReader() throws -> any CorpusReader { RecordCorpusReader(self) }

  func place(ofDocument number: Int) -> DocumentPlace? {
    var rest = number
    for file in files {
      guard var pieces = try? DocumentPieces(file, fields, sizes) else {
        return nil
      }
      while let piece = try? pieces.next() {
        guard let (place, count) = try? piece.place(ofDocument: rest) else { return nil }
        if let place { return DocumentPlace(file: file, line: place) }
        rest -= count
      }
    }
    return nil
  }
}

/// One pass over a ``RecordCorpus``.
private final class RecordCorpusReader: CorpusReader {
  private let corpus: RecordCorpus
  private let state = Mutex(State())

  private struct State {
    var files = 0
    var pieces: DocumentPieces?
    /// Pieces handed out and pieces decoded, and the documents in the latter.
    var ordinal = 0
    var decoded = 0
    var documents = 0
    var row = 0
  }

  init(_ corpus: RecordCorpus) {
    self.corpus = corpus
  }

  func nextBatch() throws -> DocumentBatch? {
    let next = try state.withLock { try nextPiece(&$0) }
    guard let (piece, ordinal, row) = next else { return nil }
    var batch = try piece.decode(firstRow: row)
    batch.ordinal = ordinal
    state.withLock {
      $0.decoded += 1
      $0.documents += batch.count
    }
    return batch
  }

  private var noDocuments: DataError {
    let condition = corpus.fields.condition.map { " whose \($0.field.name) is \($0.value)" }
    return DataError(
      .malformed, file: corpus.files.first ?? "",
      "found no documents\(condition ?? ""), expected one a record", fix: corpus.fields.shape)
  }

  /// The next piece with its place among all, and the number of its first record.
  private func nextPiece(
    _ state: inout State
  ) throws(DataError) -> (piece: DocumentPiece, ordinal: Int, row: Int)? {
    while true {
      if let piece = try state.pieces?.next() {
        defer {
          state.ordinal += 1
          if corpus.fields.countsRows { state.row += piece.rowCount }
        }
        return (piece, state.ordinal, state.row)
      }
      guard state.files < corpus.files.count else { break }
      state.pieces = try DocumentPieces(
        corpus.files[state.files], corpus.fields, corpus.sizes)
      state.files += 1
    }
    // Whoever decodes the last piece comes here again after it.
    guard state.decoded < state.ordinal || state.documents > 0 else { throw noDocuments }
    return nil
  }
}
