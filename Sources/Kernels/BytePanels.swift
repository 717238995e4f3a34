// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Vectors of signed bytes in the layout in which rows of unsigned bytes are multiplied with them:
/// ``lanes`` a panel, four numbers of each lane after the other. Numbers are from -127 to 127.
public final class BytePanels {
  /// Vectors of a panel.
  public static let lanes = 32

  /// Numbers of a vector, a multiple of 64.
  public let width: Int
  /// Vectors of all panels, a multiple of ``lanes``.
  public let count: Int
  /// The numbers, in groups of four.
  let groups: UnsafeMutablePointer<Int32>
  /// Of each vector 128 times the sum of its numbers.
  let offsets: UnsafeMutablePointer<Int32>

  /// Panels of zeros for so many vectors at least.
  public init(width: Int, count: Int) {
    precondition(width > 0 && width % 64 == 0, "numbers come in groups of 64")
    self.width = width
    self.count = (max(count, 1) + Self.lanes - 1) / Self.lanes * Self.lanes
    groups = .allocate(capacity: self.count * width / 4)
    groups.initialize(repeating: 0, count: self.count * width / 4)
    offsets = .allocate(capacity: self.count)
    offsets.initialize(repeating: 0, count: self.count)
  }

  deinit {
    groups.deallocate()
    offsets.deallocate()
  }

  /// Makes vector `index` the given `width` numbers, or zeros.
  public func set(_ index: Int, to numbers: UnsafePointer<Int8>?) {
    let lane = groups + index / Self.lanes * (Self.lanes * width / 4) + index % Self.lanes
    guard let numbers else {
      for group in 0..<(width / 4) { lane[group &* Self.lanes] = 0 }
      offsets[index] = 0
      return
    }
    let source = UnsafeRawPointer(numbers)
    var sum: Int32 = 0
    for group in 0..<(width / 4) {
      let four = source.loadUnaligned(fromByteOffset: 4 &* group, as: Int32.self)
      lane[group &* Self.lanes] = four
      let bytes = unsafeBitCast(four, to: SIMD4<Int8>.self)
      assert(bytes.min() > .min, "the products of -128 have no room")
      sum &+= SIMD4<Int32>(truncatingIfNeeded: bytes).wrappedSum()
    }
    offsets[index] = 128 &* sum
  }

  /// The products of a row of unsigned bytes, 128 more than its numbers, with the vectors of a panel.
  func products(of row: UnsafePointer<UInt8>, panel: Int) -> SIMD32<Int32> {
    let start = UnsafeRawPointer(groups + panel * (Self.lanes * width / 4))
    var sums = SIMD32<Int32>(repeating: 0)
    for number in 0..<width {
      let value = Int32(row[number])
      let at = start + number / 4 * 4 * Self.lanes + number % 4
      for lane in 0..<Self.lanes {
        sums[lane] &+= value &* Int32(at.load(fromByteOffset: 4 &* lane, as: Int8.self))
      }
    }
    for lane in 0..<Self.lanes { sums[lane] &-= offsets[panel * Self.lanes + lane] }
    return sums
  }
}
