// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Operations on the numbers of one row.
public enum RowNumbers {
  /// Widens `count` bfloat16 numbers.
  public static func widen(
    brain numbers: UnsafeRawPointer, count: Int, into floats: UnsafeMutablePointer<Float>,
    with set: InstructionSet
  ) {
    if set == .avx512 {
      let start = numbers.assumingMemoryBound(to: UInt16.self)
      return ckernels_widen_bf16_avx512(start, UInt32(count), floats)
    }
    for index in 0..<count {
      let number = numbers.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
      floats[index] = RowScan.widened(brain: number)
    }
  }

  /// Widens `count` binary16 numbers.
  public static func widen(
    half numbers: UnsafeRawPointer, count: Int, into floats: UnsafeMutablePointer<Float>,
    with set: InstructionSet
  ) {
    if set == .avx512 {
      let start = numbers.assumingMemoryBound(to: UInt16.self)
      return ckernels_widen_f16_avx512(start, UInt32(count), floats)
    }
    for index in 0..<count {
      let number = numbers.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
      floats[index] = RowScan.widened(half: number)
    }
  }

  /// What a row and a query have to do with each other, in `Double`.
  public struct Comparison: Sendable, Hashable {
    /// Their inner product.
    public var product: Double
    /// The row's squared length.
    public var square: Double
    /// The square of their distance.
    public var squaredDistance: Double
  }

  /// Compares a row with a query, always to the same bits: `Double` sums in eight lanes by position
  /// modulo 8, which are then added in order.
  public static func compare(
    _ row: UnsafeRawPointer, with query: UnsafePointer<Float>, count: Int, with set: InstructionSet
  ) -> Comparison {
    if set == .avx512 {
      var sums = (0.0, 0.0, 0.0)
      withUnsafeMutablePointer(to: &sums) {
        $0.withMemoryRebound(to: Double.self, capacity: 3) {
          ckernels_compare_f32_avx512(
            row.assumingMemoryBound(to: Float.self), query, UInt32(count), $0)
        }
      }
      return Comparison(product: sums.0, square: sums.1, squaredDistance: sums.2)
    }
    var (dot, square, distance) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    for index in 0..<count {
      let lane = index & 7
      let x = Double(row.loadUnaligned(fromByteOffset: 4 * index, as: Float.self))
      let y = Double(query[index])
      dot[lane].addProduct(x, y)
      square[lane].addProduct(x, x)
      distance[lane].addProduct(x - y, x - y)
    }
    var sum = Comparison(product: 0, square: 0, squaredDistance: 0)
    for lane in 0..<8 {
      sum.product += dot[lane]
      sum.square += square[lane]
      sum.squaredDistance += distance[lane]
    }
    return sum
  }
}
