// SPDX-License-Identifier: Apache-2.0

/// A field of a record that a reader wants, with the names under which data sets have it.
package struct RecordField: Sendable, ExpressibleByStringLiteral {
  /// Its names; of a record that has several of them, the first counts.
  package let names: [StaticString]

  /// A field of any of these names.
  package init(_ names: StaticString...) {
    self.names = names
  }

  /// A field of one name.
  package init(stringLiteral name: StaticString) {
    names = [name]
  }

  /// The name that messages use.
  package var name: String { names.first.map { "\($0)" } ?? "" }
}
