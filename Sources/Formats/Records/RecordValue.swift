// SPDX-License-Identifier: Apache-2.0

/// A value in a record, whatever format the record was read from.
package enum RecordValue: Sendable, Hashable {
  /// The record has no such field.
  case absent
  /// The field holds nothing.
  case null
  /// A truth value.
  case boolean(Bool)
  /// A number as it is written.
  case number(String)
  /// Text.
  case string(String)
  /// Several values in order.
  case list([RecordValue])
  /// Named values; the last of a name that occurs twice.
  case object([String: RecordValue])

  /// What kind of value this is, in words.
  package var name: String {
    switch self {
    case .absent: "nothing"
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number: "a number"
    case .string: "a string"
    case .list: "an array"
    case .object: "an object"
    }
  }

  /// The identifier that this is: a string that is not empty, or an integer as it is written.
  package var identifier: String? {
    switch self {
    case .string(let text) where !text.isEmpty: text
    case .number(let digits) where digits.utf8.allSatisfy(Self.isPartOfInteger): digits
    default: nil
    }
  }

  private static func isPartOfInteger(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") <= 9
  }
}

/// What is wrong with a record: what was found and what was expected.
///
/// Whoever reads the table adds the file and the place in it.
package struct RecordFault: Error, Hashable {
  /// What was found and what was expected, in words.
  package let problem: String

  /// A fault in the words of `problem`.
  package init(_ problem: String) {
    self.problem = problem
  }
}
