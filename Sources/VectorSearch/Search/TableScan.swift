// SPDX-License-Identifier: Apache-2.0

import Kernels
import Retrieval

/// Scans parts of a table for a group of queries, in one thread.
struct TableScan: Sendable {
  /// Bytes after which pages of a table that does not fit are let go.
  private static let released = 1 << 25

  let table: VectorTable
  let similarity: Similarity
  let set: InstructionSet
  /// Whether pages behind the scan are let go.
  let releases: Bool

  /// Adds what `rows` hold of the best rows of each query to `survivors`.
  func run(_ rows: Range<Int>, _ group: QueryGroup, into survivors: Survivors) throws(DataError) {
    let block = Survivors.block
    let scales = FloatRoom(count: block)
    let shifts = FloatRoom(count: block)
    shifts.start.update(repeating: 0, count: block)
    let room =
      group.widens ? FloatRoom(count: Self.widened(table.dimensions) * table.dimensions) : nil
    let step = group.widens ? Self.widened(table.dimensions) : block
    let scan = group.scan
    var (first, unreleased) = (rows.lowerBound, rows.lowerBound)
    while first < rows.upperBound {
      let count = min(step, rows.upperBound - first)
      fill(scales.start, shifts.start, first, count, isWidened: group.widens)
      var start = table.start(of: first)
      var stride = table.stride
      if let room {
        stride = 4 * table.dimensions
        for row in 0..<count {
          table.widen(row: first + row, into: room.start + row * table.dimensions, with: set)
        }
        start = UnsafeRawPointer(room.start)
      }
      try survivors.makeRoom()
      scan.run(
        RowScan.Rows(
          start: start, stride: stride, first: first, count: count, scales: scales.start,
          shifts: shifts.start),
        into: survivors.lists, with: set)
      first += count
      if releases, (first - unreleased) * table.stride >= Self.released || first == rows.upperBound
      {
        table.memory.release((unreleased * table.stride)..<(first * table.stride))
        unreleased = first
      }
    }
  }

  /// Rows that are widened at once: some tens of kilobytes, which stay in the cache.
  private static func widened(_ dimensions: Int) -> Int {
    min(Survivors.block, max(1, (1 << 14) / dimensions / 12) * 12)
  }

  /// What a product is multiplied by and what is added, row by row.
  private func fill(
    _ scales: UnsafeMutablePointer<Float>, _ shifts: UnsafeMutablePointer<Float>, _ first: Int,
    _ count: Int, isWidened: Bool
  ) {
    let hasScales = !table.scales.isEmpty && !isWidened
    for index in 0..<count {
      let row = first + index
      var scale = hasScales ? table.scales[row] : 1
      switch similarity {
      case .innerProduct: break
      case .cosine: scale = table.norms[row] > 0 ? scale / table.norms[row] : 0
      case .euclidean: shifts[index] = -table.norms[row] * table.norms[row] / 2
      }
      scales[index] = scale
    }
  }
}
