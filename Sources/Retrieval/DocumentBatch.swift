// SPDX-License-Identifier: Apache-2.0

/// Some documents in a row, their texts decoded into one contiguous UTF-8 buffer.
///
/// The unit in which a corpus is read: a few megabytes, so that a corpus of any size passes
/// through a bounded amount of memory and no document becomes a `String` unless asked for.
public struct DocumentBatch: Sendable {
  /// Where the fields of one document lie in ``DocumentBatch/bytes``.
  public struct Entry: Sendable, Hashable {
    /// The identifier.
    public var id: Range<Int>
    /// The title; empty where the document has none.
    public var title: Range<Int>
    /// The body text.
    public var text: Range<Int>

    /// Field ranges of one document.
    public init(id: Range<Int>, title: Range<Int>, text: Range<Int>) {
      self.id = id
      self.title = title
      self.text = text
    }
  }

  /// Position of this batch in the corpus, from 0: batches may be read by several threads and
  /// come back out of order, the ordinal restores corpus order.
  public var ordinal: Int
  /// All fields of all documents, decoded (no escapes left), valid UTF-8.
  public var bytes: [UInt8]
  /// One entry a document, in corpus order.
  public var entries: [Entry]

  /// A batch over decoded bytes.
  public init(ordinal: Int, bytes: [UInt8] = [], entries: [Entry] = []) {
    self.ordinal = ordinal
    self.bytes = bytes
    self.entries = entries
  }

  /// The number of documents.
  public var count: Int { entries.count }

  /// Document `row` as values of its own.
  public subscript(row: Int) -> Document {
    let entry = entries[row]
    return Document(
      id: String(decoding: bytes[entry.id], as: UTF8.self),
      title: String(decoding: bytes[entry.title], as: UTF8.self),
      text: String(decoding: bytes[entry.text], as: UTF8.self))
  }

  /// Adds a document at the end.
  public mutating func append(_ document: Document) {
    func store(_ string: String) -> Range<Int> {
      let start = bytes.count
      bytes.append(contentsOf: string.utf8)
      return start..<bytes.count
    }
    entries.append(
      Entry(id: store(document.id), title: store(document.title), text: store(document.text)))
  }
}
