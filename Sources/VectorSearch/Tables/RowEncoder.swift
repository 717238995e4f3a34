// SPDX-License-Identifier: Apache-2.0

/// Turns vectors of floats into rows of a format.
struct RowEncoder {
  let format: VectorFormat
  let dimensions: Int

  /// What is known of a row beside its numbers.
  struct Facts {
    /// The length of the stored vector, rounded to the nearest float.
    var norm: Float = 0
    /// What the stored numbers are multiplied by; 1 but for int8.
    var scale: Float = 1
    /// The distance between the stored vector and the given one.
    var residual: Float = 0
  }

  /// A number that cannot be stored.
  struct Fault: Error {
    var column: Int
    var value: Float
  }

  /// Stores one vector; bytes behind its numbers are left alone.
  func encode(
    _ vector: UnsafePointer<Float>, into row: UnsafeMutableRawPointer
  ) throws(Fault) -> Facts {
    var largest: Float = 0
    for column in 0..<dimensions {
      guard vector[column].isFinite else { throw Fault(column: column, value: vector[column]) }
      largest = max(largest, abs(vector[column]))
    }
    var facts = Facts()
    if format == .int8 { facts.scale = Self.scale(largest) }
    var (square, error) = (0.0, 0.0)
    for column in 0..<dimensions {
      let value = vector[column]
      let stored = store(value, facts.scale, at: column, in: row)
      guard stored.isFinite else { throw Fault(column: column, value: value) }
      square += Double(stored) * Double(stored)
      error += (Double(value) - Double(stored)) * (Double(value) - Double(stored))
    }
    facts.norm = Float(clamping: square.squareRoot())
    facts.residual = Float(clamping: error.squareRoot()).nextUp
    if error == 0 { facts.residual = 0 }
    return facts
  }

  /// The scale of an int8 row: so small only that its reciprocal is a float too.
  private static func scale(_ largest: Float) -> Float {
    largest == 0 ? 1 : max(largest / 127, 1e-37)
  }

  /// Stores a number and returns the stored value.
  private func store(
    _ value: Float, _ scale: Float, at column: Int, in row: UnsafeMutableRawPointer
  ) -> Float {
    switch format {
    case .float32:
      row.storeBytes(of: value, toByteOffset: 4 * column, as: Float.self)
      return value
    case .bfloat16:
      let bits = value.roundedToBFloat16
      row.storeBytes(of: bits, toByteOffset: 2 * column, as: UInt16.self)
      return Float(bitPattern: UInt32(bits) << 16)
    case .float16:
      let half = Float16(value)
      row.storeBytes(of: half.bitPattern, toByteOffset: 2 * column, as: UInt16.self)
      return Float(half)
    case .int8:
      let whole = Int8(max(-127, min(127, (value / scale).rounded(.toNearestOrEven))))
      row.storeBytes(of: whole, toByteOffset: column, as: Int8.self)
      return Float(whole) * scale
    case .binary:
      let byte = row.load(fromByteOffset: column / 8, as: UInt8.self)
      let bit: UInt8 = 1 << UInt8(column % 8)
      row.storeBytes(
        of: value > 0 ? byte | bit : byte & ~bit, toByteOffset: column / 8, as: UInt8.self)
      return value > 0 ? 1 : -1
    }
  }
}

extension Float {
  /// The nearest float of a number, the largest finite one where that would be infinite.
  init(clamping value: Double) {
    let nearest = Float(value)
    self =
      nearest.isInfinite
      ? (value < 0 ? -Float.greatestFiniteMagnitude : .greatestFiniteMagnitude) : nearest
  }

  /// The bits of the nearest bfloat16, ties to even, of a finite number.
  var roundedToBFloat16: UInt16 {
    UInt16(truncatingIfNeeded: (bitPattern + 0x7FFF + ((bitPattern >> 16) & 1)) >> 16)
  }
}
