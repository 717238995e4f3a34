// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Some neighbouring documents in one piece of a ``DocumentStore``.
///
/// The content is the number of documents, the lengths in bytes of id, title and text of each (all
/// 32 bits, little-endian), and these bytes one after the other.
struct DocumentBlock {
  private let content: [UInt8]
  /// The number of documents.
  let count: Int
  /// Where each document's id starts.
  private let starts: [Int]

  /// A block from its content; nil when lengths and bytes do not fit together.
  init?(_ content: [UInt8]) {
    guard content.count >= 4 else { return nil }
    let count = content.withUnsafeBytes { Int($0.number(at: 0, as: UInt32.self)) }
    guard count <= (content.count - 4) / 12 else { return nil }
    var starts: [Int] = []
    starts.reserveCapacity(count)
    var position = 4 + 12 * count
    for row in 0..<count {
      starts.append(position)
      for length in Self.lengths(row, in: content) { position += length }
    }
    guard position == content.count else { return nil }
    self.content = content
    self.count = count
    self.starts = starts
  }

  private static func lengths(_ row: Int, in content: [UInt8]) -> [Int] {
    content.withUnsafeBytes { bytes in
      (0..<3).map { Int(bytes.number(at: 4 + 12 * row + 4 * $0, as: UInt32.self)) }
    }
  }

  /// Document `row`; nil when it is not UTF-8.
  func document(_ row: Int) -> Document? {
    var position = starts[row]
    var fields: [String] = []
    for length in Self.lengths(row, in: content) {
      guard let field = String(validating: content[position..<(position + length)], as: UTF8.self)
      else { return nil }
      fields.append(field)
      position += length
    }
    return Document(id: fields[0], title: fields[1], text: fields[2])
  }

  /// The content of a block that holds some documents of a batch.
  ///
  /// - Throws: ``DataError`` when a field takes 4 GiB or more.
  static func content(
    of batch: DocumentBatch, _ rows: Range<Int>
  ) throws(DataError) -> [UInt8] {
    var content: [UInt8] = []
    content.append(number: UInt32(rows.count))
    for entry in batch.entries[rows] {
      for field in [entry.id, entry.title, entry.text] {
        guard let length = UInt32(exactly: field.count) else {
          throw DataError(
            .malformed, file: "corpus",
            "found a field of \(field.count) bytes, expected less than "
              + "4 GiB", fix: "split the document")
        }
        content.append(number: length)
      }
    }
    for entry in batch.entries[rows] {
      for field in [entry.id, entry.title, entry.text] { content += batch.bytes[field] }
    }
    return content
  }
}
