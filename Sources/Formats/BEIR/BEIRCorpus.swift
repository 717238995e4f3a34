// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// The documents of a BEIR `corpus.jsonl`, plain or compressed with gzip or zstd.
///
/// One JSON object a line: `_id` (or `id`; a string or an integer), `title` (may be absent or
/// null) and `text`; other fields are checked and ignored. Duplicate ids are found by
/// ``DuplicateIdentifierDetector``, not here.
public struct BEIRCorpus: Corpus {
  /// The path of the file.
  public let path: String
  private let file: MappedFile
  private let chunkSize: Int

  /// A corpus in the file at `path`.
  ///
  /// - Throws: ``DataError`` when there is no such file or it cannot be read.
  public init(path: String) throws(DataError) {
    try self.init(path: path, chunkSize: LineChunks.defaultSize)
  }

  /// A corpus that is read in chunks of about `chunkSize` bytes.
  init(path: String, chunkSize: Int) throws(DataError) {
    self.path = path
    self.chunkSize = chunkSize
    file = try MappedFile(path: path)
  }

  /// Unknown: the file does not say, and counting its lines would be reading it.
  public var expectedDocumentCount: Int? { nil }

  /// Starts reading at the first document.
  public func makeReader() throws -> any CorpusReader {
    BEIRCorpusReader(chunks: try LineChunks(file, size: chunkSize), path: path)
  }

  /// The line of a document; reads the file up to it.
  public func place(ofDocument number: Int) -> DocumentPlace? {
    guard let chunks = try? LineChunks(file, size: chunkSize) else { return nil }
    var (row, nextLine) = (number, 1)
    while let chunk = try? chunks.next() {
      let (lines, end) = chunk.contentLines(from: nextLine)
      if row < lines.count { return DocumentPlace(file: path, line: lines[row]) }
      row -= lines.count
      nextLine = end
    }
    return nil
  }
}

/// One pass over a ``BEIRCorpus``.
private struct BEIRCorpusReader: CorpusReader {
  let chunks: LineChunks
  let path: String

  func nextBatch() throws -> DocumentBatch? {
    guard let chunk = try chunks.next() else {
      if chunks.isEmpty {
        throw DataError(
          .malformed, file: path, "found no documents, expected one JSON object a line",
          fix: "fetch the corpus again")
      }
      return nil
    }
    return try BEIRDocuments.decode(chunk)
  }
}
