// SPDX-License-Identifier: Apache-2.0

/// One column of one row group, decoded into contiguous buffers.
///
/// A column of plain values has one value per row. A list column has one value per element, and
/// ``rowOffsets`` says which are a row's.
public struct ParquetSlice: Sendable, Hashable {
  /// The number of rows of the row group.
  public let rowCount: Int
  /// The values; zero, false or empty where ``validity`` is false.
  public let values: ParquetValues
  /// Whether each value is there (not null).
  public let validity: [Bool]
  /// For a list column, where each row's elements start, and at last where they end.
  public let rowOffsets: [Int]?
  /// For a list column, whether each row has a list; a missing one has no elements.
  public let rowValidity: [Bool]?

  /// The values that belong to `row`: one, or the elements of its list.
  public func range(ofRow row: Int) -> Range<Int> {
    guard let rowOffsets else { return row..<row + 1 }
    return rowOffsets[row]..<rowOffsets[row + 1]
  }
}
