// SPDX-License-Identifier: Apache-2.0

/// A sparse matrix of weights by rows (compressed sparse rows).
struct SparseRows: Sendable {
  private(set) var starts = [0]
  private(set) var columns: [Int32] = []
  private(set) var weights: [Float] = []
  let columnCount: Int

  /// No rows yet.
  init(columnCount: Int) { self.columnCount = columnCount }

  /// The number of rows.
  var rowCount: Int { starts.count - 1 }

  /// Adds a row.
  mutating func append(_ entries: [TermWeighting.Entry]) {
    for entry in entries {
      columns.append(entry.row)
      weights.append(entry.weight)
    }
    starts.append(columns.count)
  }

  /// The transposed matrix.
  func transposed() -> SparseRows {
    var result = SparseRows(columnCount: rowCount)
    var next = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { next[Int(column) + 1] += 1 }
    for column in 0..<columnCount { next[column + 1] += next[column] }
    result.starts = next
    result.columns = [Int32](repeating: 0, count: columns.count)
    result.weights = [Float](repeating: 0, count: columns.count)
    for row in 0..<rowCount {
      for index in starts[row]..<starts[row + 1] {
        let column = Int(columns[index])
        result.columns[next[column]] = Int32(row)
        result.weights[next[column]] = weights[index]
        next[column] += 1
      }
    }
    return result
  }

  /// `self × right`, rows shared out over threads; the sums do not depend on their number.
  func multiplied(by right: DenseColumns, threads: Int) async -> DenseColumns {
    let width = right.width
    let result = DenseColumns(rows: rowCount, width: width)
    let piece = max(1, min(4096, rowCount / max(1, threads * 4)))
    await withTaskGroup(of: Void.self) { group in
      for first in stride(from: 0, to: rowCount, by: piece) {
        group.addTask {
          for row in first..<min(first + piece, rowCount) {
            let output = result.start + row * width
            for index in starts[row]..<starts[row + 1] {
              let weight = weights[index]
              let other = right.start + Int(columns[index]) * width
              for column in 0..<width { output[column] += weight * other[column] }
            }
          }
        }
      }
    }
    return result
  }
}

/// A dense matrix, row-major, all zero at first.
///
/// `@unchecked Sendable`: threads write to rows of their own, nobody reads meanwhile.
final class DenseColumns: @unchecked Sendable {
  let rows: Int
  let width: Int
  let start: UnsafeMutablePointer<Float>

  init(rows: Int, width: Int) {
    self.rows = rows
    self.width = width
    start = .allocate(capacity: max(1, rows * width))
    start.initialize(repeating: 0, count: max(1, rows * width))
  }

  deinit { start.deallocate() }
}
