// SPDX-License-Identifier: Apache-2.0

import Kernels
import Retrieval

/// For each query of a group, the rows of a part of the table that can still be among its best.
///
/// `@unchecked Sendable`: one thread fills it, and others read it when that is done.
final class Survivors: @unchecked Sendable {
  /// A row and its first score.
  struct Entry {
    var row: UInt32
    var score: Float
  }

  /// Rows that a query's list has room for beside those that it needs.
  static let block = 1020

  let queries: Int
  private let selection: FirstSelection
  private let capacity: Int
  private let limits: UnsafeMutablePointer<Float>
  private let counts: UnsafeMutablePointer<UInt32>
  private let rows: UnsafeMutablePointer<UInt32>
  private let scores: UnsafeMutablePointer<Float>

  /// The entries that a query's list has room for, when it wants `wanted`.
  static func capacity(wanted: Int) -> Int { max(4 * wanted, 2 * block) + block }

  init(queries: Int, selection: FirstSelection) {
    self.queries = queries
    self.selection = selection
    capacity = Self.capacity(wanted: selection.wanted)
    let columns = queries + RowScan.lanes
    limits = .allocate(capacity: columns)
    limits.initialize(repeating: -.infinity, count: columns)
    counts = .allocate(capacity: columns)
    counts.initialize(repeating: 0, count: columns)
    rows = .allocate(capacity: queries * capacity)
    scores = .allocate(capacity: queries * capacity)
  }

  deinit {
    limits.deallocate()
    counts.deallocate()
    rows.deallocate()
    scores.deallocate()
  }

  /// Where a scan puts what it finds; a block of rows has room.
  var lists: RowScan.Lists {
    RowScan.Lists(
      limits: limits, counts: counts, rows: rows, scores: scores, capacity: capacity)
  }

  /// Makes room for another block in every list.
  func makeRoom() throws(DataError) {
    for query in 0..<queries where Int(counts[query]) + Self.block > capacity {
      try compact(query)
    }
  }

  /// What is left for a query.
  func entries(of query: Int) -> [Entry] {
    let start = query * capacity
    return (start..<(start + Int(counts[query]))).map { Entry(row: rows[$0], score: scores[$0]) }
  }

  private func compact(_ query: Int) throws(DataError) {
    let start = query * capacity
    let count = Int(counts[query])
    guard let limit = selection.limit(scores + start, count: count, query: query) else { return }
    limits[query] = max(limits[query], limit)
    counts[query] = UInt32(keep(start, count) { [limits] in !(scores[$0] < limits[query]) })
    guard Int(counts[query]) + Self.block > capacity else { return }
    try settle(query)
  }

  /// Decides between the rows that first scores cannot tell apart: many equal ones.
  private func settle(_ query: Int) throws(DataError) {
    let start = query * capacity
    let settled = try selection.settle(entries(of: query), query: query)
    for (place, entry) in settled.entries.enumerated() {
      rows[start + place] = entry.row
      scores[start + place] = entry.score
    }
    counts[query] = UInt32(settled.entries.count)
    limits[query] = max(limits[query], settled.limit)
  }

  /// Moves the kept of `count` entries to the front.
  private func keep(_ start: Int, _ count: Int, _ isKept: (Int) -> Bool) -> Int {
    var kept = start
    for place in start..<(start + count) {
      let isWanted = isKept(place)
      rows[kept] = rows[place]
      scores[kept] = scores[place]
      kept += isWanted ? 1 : 0
    }
    return kept - start
  }
}
