// SPDX-License-Identifier: Apache-2.0

/// Finds which products of a long posting list are among its ten, hundred and thousand largest.
///
/// Products are counted in bins of 1/256 octave, so that the bounds it gives are a little low and
/// never too high.
struct ProductRanks {
  /// Lower bounds of the tenth, hundredth and thousandth largest; 0 where there are fewer.
  private(set) var tenth: Float = 0
  private(set) var hundredth: Float = 0
  private(set) var thousandth: Float = 0
  /// How many products are not below ``thousandth``.
  private(set) var atLeastThousandth = 0

  private static let binCount = 4096
  private static let droppedBits: UInt32 = 15

  init(_ products: UnsafeBufferPointer<Float>, largest: Float) {
    let top = largest.bitPattern >> Self.droppedBits
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.binCount) { bins in
      bins.initialize(repeating: 0)
      for product in products {
        let below = top &- product.bitPattern >> Self.droppedBits
        bins[Int(min(below, UInt32(Self.binCount - 1)))] &+= 1
      }
      var count = 0
      // The last bin holds everything that is far smaller and bounds nothing.
      for bin in 0..<(Self.binCount - 1) where bins[bin] > 0 {
        let before = count
        count += Int(bins[bin])
        let edge = Float(bitPattern: (top - UInt32(bin)) << Self.droppedBits)
        if before < 10, count >= 10 { tenth = edge }
        if before < 100, count >= 100 { hundredth = edge }
        if before < 1000, count >= 1000 {
          thousandth = edge
          atLeastThousandth = count
          return
        }
      }
    }
  }

  /// The exact tenth largest of a short list; 0 where there are fewer.
  static func tenth(of products: UnsafeBufferPointer<Float>) -> Float {
    guard products.count >= 10 else { return 0 }
    return products.sorted(by: >)[9]
  }
}
