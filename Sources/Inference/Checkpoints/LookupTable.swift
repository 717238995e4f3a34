// SPDX-License-Identifier: Apache-2.0

import Tensors

/// Rows of numbers in a mapped file.
///
/// `@unchecked Sendable`: never changes.
package struct LookupTable: @unchecked Sendable {
  let start: UnsafeRawPointer
  package let rows: Int
  package let columns: Int
  let format: NumberFormat
  let owner: AnyObject

  /// The values of a row.
  package func row(_ row: Int) -> [Float] {
    (0..<columns).map { format.value(start, at: row * columns + $0) }
  }

  /// Adds row `row` to `output`, or writes it there.
  package func read(
    _ row: Int, into output: UnsafeMutablePointer<Float>, adding isAdded: Bool = false
  ) {
    let first = row * columns
    for column in 0..<columns {
      let value = format.value(start, at: first + column)
      output[column] = isAdded ? output[column] + value : value
    }
  }
}
