// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The search for a group of queries; several threads may work on it.
struct GroupSearch: Sendable {
  /// Bytes of rows that are rescored before their pages are let go.
  private static let released = 1 << 26

  let scan: TableScan
  let selection: FirstSelection
  let depth: Int
  /// Whether pages that final scores were computed from are let go.
  let releases: Bool

  /// Empty lists for one thread.
  func makeSurvivors() -> Survivors {
    Survivors(queries: selection.group.queries.count, selection: selection)
  }

  /// Adds what some rows hold of the best to `survivors`.
  func scan(_ rows: Range<Int>, into survivors: Survivors) throws(DataError) {
    try scan.run(rows, selection.group, into: survivors)
  }

  /// The hits of some queries, from what all threads kept.
  func finish(_ queries: Range<Int>, _ survivors: [Survivors]) throws(DataError) -> [[VectorHit]] {
    let entries = queries.map { query in
      selection.selected(survivors.flatMap { $0.entries(of: query) }, query: query)
        .sorted { $0.row < $1.row }
    }
    var rescored = queries.map { _ in [ScoredRow]() }
    var places = queries.map { _ in 0 }
    let table = selection.scores.table
    let window = releases ? max(1, Self.released / table.stride) : table.count
    // Row by row for all queries, so that a table larger than memory is read from front to back.
    for first in stride(from: 0, to: table.count, by: window) {
      let end = min(first + window, table.count)
      for (index, query) in queries.enumerated() {
        var next = places[index]
        while next < entries[index].count, Int(entries[index][next].row) < end { next += 1 }
        rescored[index] += try selection.rescored(
          entries[index][places[index]..<next], query: query)
        places[index] = next
      }
      if releases { table.memory.release((first * table.stride)..<(end * table.stride)) }
    }
    return rescored.map { selection.ties.best(depth, of: $0).map(VectorHit.init) }
  }
}
