// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Decodes `<DOC>` elements into documents.
enum TRECDocuments {
  /// The documents of a chunk, and the byte where each begins.
  static func decode(
    _ chunk: SGMLDocumentChunk
  ) throws(DataError) -> (batch: DocumentBatch, starts: [Int]) {
    let result: Result<(DocumentBatch, [Int]), DataError> = chunk.bytes.withUnsafeBytes { bytes in
      do throws(DataError) {
        var decoder = TRECDocumentDecoder(bytes, chunk)
        return .success(try decoder.decode())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// Reads the documents of one chunk.
struct TRECDocumentDecoder {
  private let bytes: UnsafeRawBufferPointer
  private let chunk: SGMLDocumentChunk
  private var batch: DocumentBatch
  /// Where each document begins.
  private var starts: [Int] = []

  init(_ bytes: UnsafeRawBufferPointer, _ chunk: SGMLDocumentChunk) {
    self.bytes = bytes
    self.chunk = chunk
    batch = DocumentBatch(ordinal: chunk.ordinal)
  }

  /// All documents of the chunk, and where each begins.
  mutating func decode() throws(DataError) -> (DocumentBatch, [Int]) {
    if let offset = UTF8Sequence.firstInvalid(in: bytes) {
      throw fault(
        offset, JSONFault(offset: offset, reason: .invalidUTF8).message(in: bytes),
        fix: "convert the file to UTF-8, for instance with iconv -f latin1 -t utf-8")
    }
    var open: Range<Int>?
    for token in SGMLScanner(bytes, 0..<bytes.count) {
      switch token {
      case .tag(name: "DOC", isEnd: false, let tag):
        if let open { try add(open, to: tag.lowerBound) }
        open = tag
      case .tag(name: "DOC", isEnd: true, let tag):
        guard let document = open else {
          throw fault(
            tag.lowerBound, "found </DOC>, expected <DOC> before it", fix: "remove one of the two")
        }
        try add(document, to: tag.lowerBound)
        open = nil
      case .text(let range) where open == nil:
        try checkBlank(range)
      default: break
      }
    }
    if let document = open {
      guard !chunk.isLast else {
        throw fault(
          document.lowerBound, "found the end of the file in a document, expected </DOC>",
          fix: "fetch the file again, or close its last document")
      }
      try add(document, to: bytes.count)
    }
    if chunk.isWhole && starts.isEmpty {
      throw fault(
        0, "found no <DOC>, expected one before each document",
        fix: "check that this file holds documents")
    }
    return (batch, starts)
  }

  private func checkBlank(_ range: Range<Int>) throws(DataError) {
    let text = bytes[range]
    guard let first = text.firstIndex(where: { $0 > UInt8(ascii: " ") }) else { return }
    throw fault(
      first, "found text outside of a document, expected <DOC>", fix: "put it into a document")
  }

  /// Adds the document between its tag and `end`.
  private mutating func add(_ tag: Range<Int>, to end: Int) throws(DataError) {
    let content = tag.upperBound..<end
    let fields = TRECDocumentFields(bytes, content)
    guard let id = fields.id, !id.isEmpty else {
      throw fault(
        tag.lowerBound, "found a document without <DOCNO>, expected its identifier there",
        fix: "give each document one")
    }
    guard fields.identifiers == 1 else {
      throw fault(
        tag.lowerBound, "found \(fields.identifiers) <DOCNO> in a document, expected one",
        fix: "close each document with </DOC>")
    }
    batch.append(id: id, title: fields.title, text: fields.text)
    starts.append(tag.lowerBound)
  }

  private func line(at offset: Int) -> Int {
    chunk.firstLine - 1 + LineChunk.line(at: offset, in: bytes)
  }

  private func fault(_ offset: Int, _ problem: String, fix: String) -> DataError {
    DataError(.malformed, file: chunk.path, line: line(at: offset), problem, fix: fix)
  }
}

extension DocumentBatch {
  /// Adds a document from the bytes of its fields.
  fileprivate mutating func append(id: [UInt8], title: [UInt8], text: [UInt8]) {
    let start = bytes.count
    bytes += id
    bytes += title
    bytes += text
    let titleStart = start + id.count
    entries.append(
      Entry(
        id: start..<titleStart, title: titleStart..<titleStart + title.count,
        text: titleStart + title.count..<bytes.count))
  }
}
