// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Kernels
import Synchronization

/// Drawn permutations of signs, shared by all columns.
///
/// Signs are bits of a counter's hash, so that a permutation's signs do not depend on who computes
/// it. 64 differences of all columns become a table of partial sums for each byte of signs: adding
/// eight rows of it adds 64 signed differences of every column.
struct SignFlipSample {
  /// Permutations whose sums are kept at a time: as many as fit the second-level cache beside the
  /// table.
  private static let block = 2048

  private let test: RandomizationTest
  private let set: InstructionSet

  init(_ test: RandomizationTest, _ set: InstructionSet = .best) {
    self.test = test
    self.set = set
  }

  /// How many permutations are as extreme as what was observed, for each column.
  func counts(of columns: [ScaledDifferences]) -> [ExtremeCounts] {
    guard let first = columns.first else { return [] }
    // Rows without any difference change no sum.
    let rows = first.values.indices.filter { row in
      columns.contains { $0.values[row] != 0 }
    }
    // More columns than these would push the table out of the cache.
    let width = 24
    return stride(from: 0, to: columns.count, by: width).flatMap { start in
      let part = Array(columns[start..<min(start + width, columns.count)])
      return counts(of: SignFlipMatrix(part, rows: rows), part)
    }
  }

  private func counts(
    of matrix: SignFlipMatrix, _ columns: [ScaledDifferences]
  ) -> [ExtremeCounts] {
    let blocks = (test.permutations + Self.block - 1) / Self.block
    let total = Mutex([ExtremeCounts](repeating: ExtremeCounts(), count: columns.count))
    let workers = min(test.threads, blocks)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      var counts = [ExtremeCounts](repeating: ExtremeCounts(), count: columns.count)
      let scratch = SignFlipScratch(matrix, block: Self.block)
      for block in stride(from: worker, to: blocks, by: workers) {
        let start = block * Self.block
        let count = min(Self.block, test.permutations - start)
        scratch.addUp(matrix, from: start, count, RandomWords(seed: test.seed), set)
        scratch.note(matrix, count, columns, in: &counts)
      }
      total.withLock { total in
        for column in counts.indices { total[column].add(counts[column]) }
      }
    }
    return total.withLock { $0 }
  }
}

/// Differences of several columns, row by row.
struct SignFlipMatrix: Sendable {
  /// Columns with padding.
  let lanes: Int
  /// Rows.
  let rows: Int
  /// `[row][lane]`.
  let values: [Int64]

  init(_ columns: [ScaledDifferences], rows: [Int]) {
    let group = SignSums.laneGroup
    lanes = (columns.count + group - 1) / group * group
    self.rows = rows.count
    var values = [Int64](repeating: 0, count: rows.count * lanes)
    for (position, row) in rows.enumerated() {
      for (lane, column) in columns.enumerated() {
        values[position * lanes + lane] = column.values[row]
      }
    }
    self.values = values
  }
}

/// What one thread works with.
private final class SignFlipScratch {
  private let table: UnsafeMutablePointer<Int64>
  private let sums: UnsafeMutablePointer<Int64>
  private let signs: UnsafeMutablePointer<UInt64>

  init(_ matrix: SignFlipMatrix, block: Int) {
    table = .allocate(capacity: SignSums.tableCount(lanes: matrix.lanes))
    sums = .allocate(capacity: block * matrix.lanes)
    signs = .allocate(capacity: block)
  }

  deinit {
    table.deallocate()
    sums.deallocate()
    signs.deallocate()
  }

  /// The sums of `count` permutations, the first of which is number `start`.
  func addUp(
    _ matrix: SignFlipMatrix, from start: Int, _ count: Int, _ words: RandomWords,
    _ set: InstructionSet
  ) {
    sums.update(repeating: 0, count: count * matrix.lanes)
    let tables = UInt64((matrix.rows + SignSums.rows - 1) / SignSums.rows)
    matrix.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for number in 0..<tables {
        let row = Int(number) * SignSums.rows
        SignSums.fill(
          table, from: values + row * matrix.lanes,
          count: min(SignSums.rows, matrix.rows - row), lanes: matrix.lanes)
        for permutation in 0..<count {
          signs[permutation] = words[UInt64(start + permutation) &* tables &+ number]
        }
        SignSums.add(
          table, signs: signs, permutations: count, lanes: matrix.lanes, to: sums, with: set)
      }
    }
  }

  /// Compares the sums with what was observed.
  func note(
    _ matrix: SignFlipMatrix, _ count: Int, _ columns: [ScaledDifferences],
    in counts: inout [ExtremeCounts]
  ) {
    for (lane, column) in columns.enumerated() {
      var own = counts[lane]
      for permutation in 0..<count {
        own.note(
          sums[permutation * matrix.lanes + lane], column.observed, tolerance: column.tolerance)
      }
      counts[lane] = own
    }
  }
}
