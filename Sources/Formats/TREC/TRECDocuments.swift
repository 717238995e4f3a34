// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Decodes `<DOC>` elements into documents.
enum TRECDocuments {
  /// Elements whose content is the title.
  private static let titles: Set<String> = ["TITLE", "HEADLINE", "HL", "HEAD", "TTL"]
  /// Elements whose content is never text.
  private static let identification: Set<String> = ["DOCNO", "DOCID", "DOCOLDNO", "DOCHDR"]

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

  /// What the content of an element is.
  static func role(of name: String) -> TRECDocumentDecoder.Role? {
    if name == "TEXT" { return .text }
    if name == "DOCNO" { return .identifier }
    if titles.contains(name) { return .title }
    return identification.contains(name) ? .ignored : nil
  }
}

/// Reads the documents of one chunk.
struct TRECDocumentDecoder {
  /// What an element's content is.
  enum Role {
    case identifier
    case title
    case text
    case ignored
  }

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
    var fields = read(content, isTextTagged: true)
    if !fields.hasText { fields = read(content, isTextTagged: false) }
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

  /// The fields of a document.
  private struct Fields {
    var id: [UInt8]?
    var identifiers = 0
    var title: [UInt8] = []
    var hasTitle = false
    var text: [UInt8] = []
    var hasText = false

    /// Adds the content of an element.
    mutating func add(_ content: [UInt8], _ role: Role) {
      switch role {
      case .identifier:
        id = Array(trimmed(content))
        identifiers += 1
      case .title:
        if hasTitle { title.append(UInt8(ascii: " ")) }
        title += content
        hasTitle = true
      case .text:
        if hasText { text.append(UInt8(ascii: "\n")) }
        text += content
        hasText = true
      case .ignored: break
      }
    }

    private func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
      let rest = bytes.drop { $0 <= UInt8(ascii: " ") }
      guard let last = rest.lastIndex(where: { $0 > UInt8(ascii: " ") }) else { return [] }
      return rest[...last]
    }
  }

  /// Reads the elements of a document.
  ///
  /// - Parameter isTextTagged: Whether only `<TEXT>` is text, or everything that has no other role.
  private func read(_ content: Range<Int>, isTextTagged: Bool) -> Fields {
    var fields = Fields()
    var open: (name: String, role: Role)?
    var start = content.lowerBound
    func close(at end: Int) {
      guard let role = open?.role ?? (isTextTagged ? nil : .text) else { return }
      let range = open == nil ? start..<end : withoutOuterLineEnds(start..<end)
      var plain: [UInt8] = []
      appendPlain(range, to: &plain)
      guard open != nil || plain.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
      fields.add(plain, role)
    }
    for token in SGMLScanner(bytes, content) {
      guard case .tag(let name, let isEnd, let tag) = token else { continue }
      if isEnd {
        guard let current = open, current.name == name else { continue }
        close(at: tag.lowerBound)
        open = nil
        start = tag.upperBound
      } else if let role = TRECDocuments.role(of: name), isTextTagged || role != .text {
        // Inside <TEXT> other elements are part of it; any other element ends where one begins.
        guard open?.role != .text else { continue }
        close(at: tag.lowerBound)
        open = (name, role)
        start = tag.upperBound
      }
    }
    close(at: content.upperBound)
    return fields
  }

  /// Appends the text of a range, each tag in it as one space.
  private func appendPlain(_ range: Range<Int>, to output: inout [UInt8]) {
    for token in SGMLScanner(bytes, range) {
      switch token {
      case .text(let text): SGMLText.append(bytes[text], to: &output)
      case .tag: output.append(UInt8(ascii: " "))
      }
    }
  }

  private func withoutOuterLineEnds(_ range: Range<Int>) -> Range<Int> {
    var range = range
    if bytes[range].starts(with: [0x0D, 0x0A]) {
      range = range.lowerBound + 2..<range.upperBound
    } else if bytes[range].first == 0x0A {
      range = range.lowerBound + 1..<range.upperBound
    }
    guard bytes[range].last == 0x0A else { return range }
    range = range.lowerBound..<range.upperBound - 1
    guard bytes[range].last == 0x0D else { return range }
    return range.lowerBound..<range.upperBound - 1
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
