// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// The documents of TREC's collections: `<DOC>` elements with a `<DOCNO>`, in one file or several.
///
/// The text is what stands in `<TEXT>`, the title what stands in `<TITLE>`, `<HEADLINE>`, `<HL>`,
/// `<HEAD>` or `<TTL>`; several are joined by a line end or a space. In a document without `<TEXT>`
/// everything is text but the title and what identifies it (`DOCNO`, `DOCID`, `DOCOLDNO`, `DOCHDR`).
/// Tags inside are read as a space, the line end right after a tag that opens one of these elements
/// and right before the one that closes it is not text (SGML's rule), and entities are decoded as far
/// as they are known. Elements may be left open but `<DOC>` at the end of a file, which is how a file
/// that was cut shows.
package struct TRECDocumentCorpus: Corpus {
  private let paths: [String]
  private let chunkSize: Int

  /// The documents of the files at `paths`, plain or compressed, one file after the other.
  ///
  /// - Throws: ``DataError`` when one of them is not there or cannot be read.
  package init(paths: [String], chunkSize: Int = 1 << 20) throws(DataError) {
    self.paths = paths
    self.chunkSize = chunkSize
    for path in paths { _ = try ByteStream(path: path) }
  }

  /// Unknown: the files do not say.
  package var expectedDocumentCount: Int? { nil }

  /// Starts reading at the first document.
  package func makeReader() throws -> any CorpusReader {
    TRECDocumentReader(chunks: SGMLDocumentChunks(paths, size: chunkSize))
  }

  /// The line where a document begins; reads the files up to it.
  package func place(ofDocument number: Int) -> DocumentPlace? {
    let chunks = SGMLDocumentChunks(paths, size: chunkSize)
    var row = number
    while let chunk = try? chunks.next() {
      guard let found = try? TRECDocuments.decode(chunk) else { return nil }
      guard row < found.starts.count else {
        row -= found.starts.count
        continue
      }
      let line = chunk.bytes[..<found.starts[row]].count { $0 == UInt8(ascii: "\n") }
      return DocumentPlace(file: chunk.path, line: chunk.firstLine + line)
    }
    return nil
  }
}

/// One pass over a ``TRECDocumentCorpus``.
private struct TRECDocumentReader: CorpusReader {
  let chunks: SGMLDocumentChunks

  func nextBatch() throws -> DocumentBatch? {
    guard let chunk = try chunks.next() else { return nil }
    return try TRECDocuments.decode(chunk).batch
  }
}
