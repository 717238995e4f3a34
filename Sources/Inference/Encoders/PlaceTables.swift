// SPDX-License-Identifier: Apache-2.0

import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What attention needs to know of positions in the sequences of a batch.
struct PlaceTables {
  /// Cosines and sines of the angles of each position.
  struct Angles {
    let cosines: FloatBuffer
    let sines: FloatBuffer
  }

  private var angles: [Rotation: Angles] = [:]
  /// By head: what is added to scores for each distance from -(longest - 1) to longest - 1.
  private let distances: [Float]
  private let longest: Int

  /// Tables for sequences up to `longest` tokens.
  init(_ shape: TransformerShape, _ weights: TransformerWeights, longest: Int) {
    self.longest = longest
    for rotation in Set(shape.attention.compactMap(\.rotation)) {
      angles[rotation] = Self.angles(rotation, count: longest)
    }
    guard let buckets = shape.buckets, longest > 0 else {
      distances = []
      return
    }
    let classes = (1 - longest..<longest).map { buckets.bucket($0) }
    distances = (0..<shape.heads).flatMap { head in
      classes.map { weights.distances[$0 * shape.heads + head] }
    }
  }

  /// The angles of a rotation.
  func angles(_ rotation: Rotation) -> Angles? { angles[rotation] }

  /// Calls `body` with what is added to a head's score of a key in its query's place; that of keys
  /// on the left lies before it, of those on the right behind it. Nil where nothing is added.
  func withDistances(ofHead head: Int, _ body: (UnsafePointer<Float>?) -> Void) {
    distances.withUnsafeBufferPointer { values in
      let middle = head * (2 * longest - 1) + longest - 1
      body(values.isEmpty ? nil : values.baseAddress.map { $0 + middle })
    }
  }

  private static func angles(_ rotation: Rotation, count: Int) -> Angles {
    let frequencies = rotation.frequencies
    let angles = Angles(
      cosines: FloatBuffer(count: count * frequencies.count),
      sines: FloatBuffer(count: count * frequencies.count))
    for position in 0..<count {
      for (index, frequency) in frequencies.enumerated() {
        let angle = Float(position) * frequency
        angles.cosines.start[position * frequencies.count + index] = cosf(angle)
        angles.sines.start[position * frequencies.count + index] = sinf(angle)
      }
    }
    return angles
  }
}
