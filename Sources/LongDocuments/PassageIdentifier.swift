// SPDX-License-Identifier: Apache-2.0

/// Names of passages: the document's identifier, `#`, and the passage's number from 0.
///
/// Whatever a document is called, the last `#` ends its name.
enum PassageIdentifier {
  private static let separator = UInt8(ascii: "#")

  /// Appends the name of passage `number` of `document`.
  static func append(
    _ document: some Sequence<UInt8>, _ number: Int, to bytes: inout [UInt8]
  ) {
    bytes.append(contentsOf: document)
    bytes.append(separator)
    bytes.append(contentsOf: String(number).utf8)
  }

  /// The part of a passage's name that is the document's, and whether it is its first passage.
  static func document(
    of passage: UnsafeRawBufferPointer
  ) -> (name: UnsafeRawBufferPointer, isFirst: Bool) {
    guard let end = passage.lastIndex(of: separator) else { return (passage, true) }
    let isFirst = passage.count == end + 2 && passage[end + 1] == UInt8(ascii: "0")
    return (UnsafeRawBufferPointer(rebasing: passage[..<end]), isFirst)
  }
}
