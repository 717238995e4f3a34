// SPDX-License-Identifier: Apache-2.0

package import Retrieval
import Synchronization

/// The documents of a tab-separated file, one a line, plain or compressed.
///
/// Blank lines are passed over. Whole chunks of lines are copied and checked in the thread that
/// asks for them; a document is three ranges of its chunk.
package struct TSVCorpus: Corpus {
  /// The path of the file.
  package let path: String
  private let table: TSVTable
  private let file: MappedFile
  private let chunkSize: Int

  /// A corpus in the file at `path`.
  ///
  /// - Throws: ``DataError`` when there is no such file or it cannot be read.
  package init(path: String, _ table: TSVTable) throws(DataError) {
    try self.init(path: path, table, chunkSize: LineChunks.defaultSize)
  }

  /// A corpus that is read in chunks of about `chunkSize` bytes.
  init(path: String, _ table: TSVTable, chunkSize: Int) throws(DataError) {
    self.path = path
    self.table = table
    self.chunkSize = chunkSize
    file = try MappedFile(path: path)
  }

  /// Unknown: the file does not say, and counting its lines would be reading it.
  package var expectedDocumentCount: Int? { nil }

  /// Starts reading at the first document.
  package func makeReader() throws -> any CorpusReader {
    let chunks = try LineChunks(file, size: chunkSize)
    let documents = TSVDocuments(table, path: path)
    let first = try chunks.next()
    let isEmpty = first.map { documents.lines(of: $0, from: 1).lines.isEmpty } ?? true
    // A header may be a chunk of its own where chunks are small.
    let second = isEmpty ? try chunks.next() : nil
    guard !isEmpty || second != nil else {
      throw DataError(
        .malformed, file: path, "found no documents, expected \(table.expectation) in each line",
        fix: "fetch the corpus again")
    }
    return TSVReader(chunks, documents, from: [second, first])
  }

  /// The line of a document; reads the file up to it.
  package func place(ofDocument number: Int) -> DocumentPlace? {
    guard let chunks = try? LineChunks(file, size: chunkSize) else { return nil }
    let documents = TSVDocuments(table, path: path)
    var (row, nextLine) = (number, 1)
    while let chunk = try? chunks.next() {
      let (lines, end) = documents.lines(of: chunk, from: nextLine)
      if row < lines.count { return DocumentPlace(file: path, line: lines[row]) }
      row -= lines.count
      nextLine = end
    }
    return nil
  }
}

/// One pass over a ``TSVCorpus``.
private final class TSVReader: CorpusReader {
  private let chunks: LineChunks
  private let documents: TSVDocuments
  /// Chunks that were looked at before the pass began, the first last.
  private let begun: Mutex<[LineChunk]>

  init(_ chunks: LineChunks, _ documents: TSVDocuments, from begun: [LineChunk?]) {
    self.chunks = chunks
    self.documents = documents
    self.begun = Mutex(begun.compactMap { $0 })
  }

  func nextBatch() throws -> DocumentBatch? {
    guard let chunk = try begun.withLock({ $0.popLast() }) ?? chunks.next() else { return nil }
    return try documents.decode(chunk)
  }
}
