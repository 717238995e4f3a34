// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Sums of numbers with random signs, for many permutations of signs and many columns at once.
///
/// Whole numbers of 64 bits: the order of adding cannot matter, so every path and every number of
/// threads gives the same sums.
public enum SignSums {
  /// The numbers of one column that share a table: as many as a word of signs has bits.
  public static let rows = 64

  /// Columns are stored in groups of so many.
  public static let laneGroup = 8

  /// The numbers of one table with `lanes` columns.
  public static func tableCount(lanes: Int) -> Int { rows / 8 * 256 * lanes }

  /// Fills the table of up to 64 rows: for each byte of signs the sums of its eight numbers, those
  /// whose bit is set taken as negative.
  ///
  /// - Parameters:
  ///   - values: `[row][lane]`; missing rows count as 0.
  ///   - count: Rows that there are.
  ///   - lanes: A multiple of ``laneGroup``.
  ///   - table: Room for ``tableCount(lanes:)`` numbers.
  public static func fill(
    _ table: UnsafeMutablePointer<Int64>, from values: UnsafePointer<Int64>, count: Int, lanes: Int
  ) {
    for byte in 0..<(rows / 8) {
      let start = table + byte * 256 * lanes
      for lane in 0..<lanes { start[lane] = 0 }
      for bit in 0..<8 {
        let row = byte * 8 + bit
        let value = values + row * lanes
        for pattern in 0..<(1 << bit) {
          let plus = start + pattern * lanes
          let minus = start + (pattern + (1 << bit)) * lanes
          for lane in 0..<lanes {
            let number = row < count ? value[lane] : 0
            minus[lane] = plus[lane] &- number
            plus[lane] &+= number
          }
        }
      }
    }
  }

  /// Adds to `sums[permutation][lane]` the rows of a table with the signs of each permutation.
  ///
  /// - Parameter signs: One word a permutation; a set bit makes its row negative.
  public static func add(
    _ table: UnsafePointer<Int64>, signs: UnsafePointer<UInt64>, permutations: Int, lanes: Int,
    to sums: UnsafeMutablePointer<Int64>, with set: InstructionSet
  ) {
    let (count, width) = (UInt32(permutations), UInt32(lanes))
    switch set {
    case .plain:
      for permutation in 0..<permutations {
        let own = sums + permutation * lanes
        for byte in 0..<(rows / 8) {
          let pattern = Int((signs[permutation] >> UInt64(8 * byte)) & 0xFF)
          let row = table + (256 * byte + pattern) * lanes
          for lane in 0..<lanes { own[lane] &+= row[lane] }
        }
      }
    case .avx2: ckernels_sign_sums_avx2(table, signs, count, width, sums)
    case .avx512: ckernels_sign_sums_avx512(table, signs, count, width, sums)
    }
  }
}
