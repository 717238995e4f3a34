// SPDX-License-Identifier: Apache-2.0

/// A term of a query in a field that has it.
struct QueryTerm: Hashable {
  /// The number of the field.
  var field: Int
  /// The term's row in the field's dictionary.
  var row: Int
  /// How often the query names it.
  var boost: Int
}
