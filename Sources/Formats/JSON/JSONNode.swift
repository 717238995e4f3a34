// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// A value of a ``JSONTree``.
package struct JSONNode: Sendable {
  let tree: JSONTree
  let index: Int

  private var record: JSONTree.Record { tree.records[index] }
  private var range: Range<Int> {
    let record = record
    return Int(record.start)..<Int(record.start) + Int(record.length)
  }

  /// Whether this is `null`.
  package var isNull: Bool { record.kind == .null }

  /// What kind of value this is, in words.
  package var name: String {
    switch record.kind {
    case .null: "null"
    case .boolean: boolean == true ? "true" : "false"
    case .number: "the number \(String(decoding: tree.bytes[range].prefix(40), as: UTF8.self))"
    case .string: "\"\((string ?? "").prefix(40))\""
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// `true` or `false`; nil for other values.
  package var boolean: Bool? {
    record.kind == .boolean ? tree.bytes[Int(record.start)] == UInt8(ascii: "t") : nil
  }

  /// A number without fraction and exponent that fits; nil for other values.
  package var integer: Int? {
    guard record.kind == .number else { return nil }
    return Int(String(decoding: tree.bytes[range], as: UTF8.self))
  }

  /// A number as tokenizers read it (``JSONNumber``); nil for other values and out of range.
  package var double: Double? {
    guard record.kind == .number else { return nil }
    return tree.bytes.withUnsafeBufferPointer { JSONNumber.double($0[range]) }
  }

  /// The double nearest to a number, as it was written by a program that prints doubles; nil for
  /// other values and for numbers out of range.
  package var nearestDouble: Double? {
    guard record.kind == .number else { return nil }
    return Double(String(decoding: tree.bytes[range], as: UTF8.self)).flatMap {
      $0.isFinite ? $0 : nil
    }
  }

  /// A string without its escapes; nil for other values.
  package var string: String? {
    guard record.kind == .string else { return nil }
    guard record.isEscaped else { return String(decoding: tree.bytes[range], as: UTF8.self) }
    var decoded: [UInt8] = []
    appendString(to: &decoded)
    return String(decoding: decoded, as: UTF8.self)
  }

  /// Appends the UTF-8 of a string, without its escapes; false for other values.
  @discardableResult
  package func appendString(to target: inout [UInt8]) -> Bool {
    let record = record
    guard record.kind == .string else { return false }
    tree.bytes.withUnsafeBufferPointer { bytes in
      var position = Int(record.start)
      let end = position + Int(record.length)
      guard record.isEscaped else {
        target.append(contentsOf: bytes[position..<end])
        return
      }
      let slice = UnsafeBufferPointer(rebasing: bytes[..<end])
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { room in
        while position < end {
          guard slice[position] == UInt8(ascii: "\\"), let base = room.baseAddress,
            let (scalar, length) = JSONEscape.decode(slice, at: position)
          else {
            target.append(slice[position])
            position += 1
            continue
          }
          target.append(contentsOf: room[..<UTF8Sequence.encode(scalar, to: base)])
          position += length
        }
      }
    }
    return true
  }

  /// Appends the value as it is written in the document.
  package func appendSource(to target: inout [UInt8]) {
    let quote = record.kind == .string ? 1 : 0
    target += tree.bytes[range.lowerBound - quote..<range.upperBound + quote]
  }

  /// The elements of an array; nil for other values.
  package var elements: JSONElements? {
    record.kind == .array
      ? JSONElements(tree: tree, position: index + 1, end: Int(record.next)) : nil
  }

  /// The names and values of an object, in document order; nil for other values.
  package var members: JSONMembers? {
    guard record.kind == .object else { return nil }
    return JSONMembers(
      elements: JSONElements(tree: tree, position: index + 1, end: Int(record.next)))
  }

  /// The member of an object called `name`, the last if there are several; nil if there is none.
  package subscript(name: String) -> JSONNode? {
    guard let members else { return nil }
    var found: JSONNode?
    for member in members where member.name.string == name { found = member.value }
    return found
  }

  /// An error at this value's line.
  package func fault(_ problem: String, fix: String = "") -> DataError {
    let line = tree.bytes.withUnsafeBytes { LineChunk.line(at: Int(record.start), in: $0) }
    return DataError(.malformed, file: tree.path, line: line, problem, fix: fix)
  }
}

/// Walks the elements of a JSON array.
package struct JSONElements: Sequence, IteratorProtocol {
  let tree: JSONTree
  var position: Int
  let end: Int

  package mutating func next() -> JSONNode? {
    guard position < end else { return nil }
    defer { position = Int(tree.records[position].next) }
    return JSONNode(tree: tree, index: position)
  }
}

/// Walks the members of a JSON object.
package struct JSONMembers: Sequence, IteratorProtocol {
  var elements: JSONElements

  package mutating func next() -> (name: JSONNode, value: JSONNode)? {
    guard let name = elements.next(), let value = elements.next() else { return nil }
    return (name, value)
  }
}
