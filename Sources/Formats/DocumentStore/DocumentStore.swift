// SPDX-License-Identifier: Apache-2.0

import Compression
public import Retrieval

/// The titles and texts of a corpus on disk, found by document id.
///
///     try await DocumentStore.build(from: corpus, at: path)
///     let store = try DocumentStore.open(path)
///     let document = try store.document(id: "MED-10")
///
/// Texts lie in compressed blocks of a mapped file, so that a corpus of any size takes no memory but
/// what the system's cache can spare. Any number of threads may ask at once. Damage is found when
/// the damaged part is read: every block and every part of the table of ids has a checksum.
public final class DocumentStore: Sendable {
  private let file: MappedFile
  private let trailer: StoreLayout.Trailer
  private let bucketBits: Int

  /// The number of documents.
  public var count: Int { Int(trailer.documents) }

  private init(_ path: String) throws(DataError) {
    file = try MappedFile(path: path, isSequential: false)
    trailer = try StoreLayout.Trailer(file)
    bucketBits = StoreLayout.bucketBits(documents: Int(trailer.documents))
    try StoreDirectory(file, trailer, bucketBits: bucketBits).validate()
  }

  /// Opens a store that ``build(from:at:threads:)`` wrote.
  ///
  /// - Throws: ``DataError`` when the file is missing, no store, of another version, cut short, or
  ///   when what says where its parts are is damaged.
  public static func open(_ path: String) throws(DataError) -> DocumentStore {
    try DocumentStore(path)
  }

  /// The document at a position of the corpus, from 0.
  ///
  /// - Throws: ``DataError`` `.malformed` when the document's block is damaged.
  public func document(at position: Int) throws(DataError) -> Document {
    precondition(position >= 0 && position < count, "a position in the corpus")
    let number = directory.block(ofDocument: position)
    return try document(position, in: try block(number), number)
  }

  /// The document with an id, or nil when there is none.
  ///
  /// - Throws: ``DataError`` `.malformed` when a part of the file that it needs is damaged.
  public func document(id: String) throws(DataError) -> Document? {
    try documents(ids: [id])[0]
  }

  /// The documents with the given ids, in their order; nil where there is none.
  ///
  /// Ids whose documents lie in one block cost one decompression together.
  ///
  /// - Throws: ``DataError`` `.malformed` when a part of the file that it needs is damaged.
  public func documents(ids: [String]) throws(DataError) -> [Document?] {
    var wanted: [(block: Int, document: Int, row: Int)] = []
    for (row, id) in ids.enumerated() {
      for document in try positions(ofID: id) {
        wanted.append((directory.block(ofDocument: document), document, row))
      }
    }
    wanted.sort { ($0.block, $0.document) < ($1.block, $1.document) }
    var found = [Document?](repeating: nil, count: ids.count)
    var current: (number: Int, block: DocumentBlock)?
    for (number, position, row) in wanted {
      let block: DocumentBlock
      if let current, current.number == number {
        block = current.block
      } else {
        block = try self.block(number)
        current = (number, block)
      }
      let document = try document(position, in: block, number)
      if document.id.utf8.elementsEqual(ids[row].utf8) { found[row] = document }
    }
    return found
  }

  private var directory: StoreDirectory { StoreDirectory(file, trailer, bucketBits: bucketBits) }

  /// The documents whose ids have the fingerprint of this one: at most one but for a freak chance.
  private func positions(ofID id: String) throws(DataError) -> [Int] {
    let wanted = Array(id.utf8).withUnsafeBytes(IdentifierFingerprints.fingerprint)
    let number = StoreLayout.bucket(wanted, bits: bucketBits)
    let rows = directory.rows(ofBucket: number)
    let start = Int(trailer.tableOffset) + rows.lowerBound * StoreLayout.entrySize
    let bytes = UnsafeRawBufferPointer(
      rebasing: file.bytes[start..<(start + rows.count * StoreLayout.entrySize)])
    guard crc32(bytes) == directory.checksum(ofBucket: number) else {
      throw damaged("the table of ids is damaged at byte \(start)")
    }
    func fingerprint(_ row: Int) -> UInt64 { bytes.number(at: row * StoreLayout.entrySize) }
    var row = 0
    var end = rows.count
    while row < end {
      let middle = (row + end) / 2
      if fingerprint(middle) < wanted { row = middle + 1 } else { end = middle }
    }
    var positions: [Int] = []
    while row < rows.count, fingerprint(row) == wanted {
      let position = Int(bytes.number(at: row * StoreLayout.entrySize + 8, as: UInt32.self))
      guard position < count else {
        throw damaged("found document \(position), expected less than \(count)")
      }
      positions.append(position)
      row += 1
    }
    return positions
  }

  private func block(_ number: Int) throws(DataError) -> DocumentBlock {
    let record = directory.block(number)
    let start = Int(record.offset)
    let frame = UnsafeRawBufferPointer(
      rebasing: file.bytes[start..<(start + Int(record.frameSize))])
    let content: [UInt8]
    do throws(CompressionError) {
      content = try Zstd.decompress(frame, limit: Int(record.contentSize))
    } catch {
      throw damaged("the block of documents at byte \(start) \(error)")
    }
    guard let block = DocumentBlock(content),
      block.count == directory.documents(inBlock: number).count
    else { throw damaged("the block of documents at byte \(start) has another size than expected") }
    return block
  }

  private func document(
    _ position: Int, in block: DocumentBlock, _ number: Int
  ) throws(DataError) -> Document {
    let row = position - directory.documents(inBlock: number).lowerBound
    guard let document = block.document(row) else {
      throw damaged("document \(position) is not UTF-8")
    }
    return document
  }

  private func damaged(_ problem: String) -> DataError {
    .init(.malformed, file: file.path, problem, fix: StoreLayout.rebuildAdvice)
  }
}
