// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Tensors

@Suite struct `Operations on rows` {
  private func random(_ count: Int, seed: UInt64, in range: ClosedRange<Float> = -3...3) -> [Float]
  {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float.random(in: range, using: &generator) }
  }

  /// Calls `body` with memory that holds `values`, and returns what it holds then.
  private func changed(
    _ values: [Float], _ body: (UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    var values = values
    values.withUnsafeMutableBufferPointer { $0.baseAddress.map(body) }
    return values
  }

  @Test(arguments: [1, 5, 16, 33, 384])
  func `layer norm has mean 0 and variance 1 before scale and shift`(width: Int) {
    let rows = 3
    let x = random(rows * width, seed: 1)
    let residual = random(rows * width, seed: 2)
    let scale = random(width, seed: 3)
    let shift = random(width, seed: 4)
    for other in [residual, nil] {
      let result = changed(x) { x in
        let run = { (other: UnsafePointer<Float>?) in
          RowOperations.layerNorm(
            x, adding: other, rows: rows, width: width, scale: scale, shift: shift, epsilon: 1e-5)
        }
        if let other { other.withUnsafeBufferPointer { run($0.baseAddress) } } else { run(nil) }
      }
      for row in 0..<rows {
        let sums = (0..<width).map { Double(x[row * width + $0] + (other?[row * width + $0] ?? 0)) }
        let mean = sums.reduce(0, +) / Double(width)
        let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        for column in 0..<width {
          let expected =
            (sums[column] - mean) / (variance + 1e-5).squareRoot() * Double(scale[column])
            + Double(shift[column])
          #expect(abs(Double(result[row * width + column]) - expected) < 1e-4)
        }
      }
    }
  }

  @Test(arguments: [1, 5, 16, 33, 384])
  func `layer norm into other memory is the same`(width: Int) {
    let x = random(3 * width, seed: 1)
    let scale = random(width, seed: 3)
    for shift in [random(width, seed: 4), []] {
      let expected = changed(x) {
        RowOperations.layerNorm(
          $0, adding: nil, rows: 3, width: width, scale: scale, shift: shift, epsilon: 1e-5)
      }
      let result = changed([Float](repeating: 7, count: 3 * width)) { output in
        x.withUnsafeBufferPointer { x in
          guard let start = x.baseAddress else { return }
          RowOperations.layerNorm(
            start, into: output, rows: 3, width: width, scale: scale, shift: shift, epsilon: 1e-5)
        }
      }
      #expect(zip(result, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test(arguments: [(2, 2), (12, 12), (40, 24), (64, 64)])
  func `rotating is multiplying complex numbers`(width: Int, turned: Int) {
    let (rows, heads, half) = (3, 2, turned / 2)
    let x = random(rows * heads * width, seed: 21)
    let angles = random(rows * half, seed: 22)
    let (cosines, sines) = (angles.map { cos($0) }, angles.map { sin($0) })
    let result = changed(x) { x in
      cosines.withUnsafeBufferPointer { cosines in
        sines.withUnsafeBufferPointer { sines in
          guard let cosines = cosines.baseAddress, let sines = sines.baseAddress else { return }
          RowOperations.rotate(
            x, rows: rows, heads: heads, width: width, turned: turned, cosines: cosines,
            sines: sines)
        }
      }
    }
    for index in 0..<rows * heads * width {
      let (row, column, start) = (index / width / heads, index % width, index / width * width)
      guard column < turned else {
        #expect(result[index] == x[index])
        continue
      }
      let pair = column % half
      let (a, b) = (x[start + pair], x[start + half + pair])
      let (cosine, sine) = (cosines[row * half + pair], sines[row * half + pair])
      let expected = column < half ? a * cosine - b * sine : a * sine + b * cosine
      #expect(abs(result[index] - expected) < 1e-5)
    }
  }

  @Test(arguments: [1, 7, 32, 100])
  func `RMS norm divides by the root mean square`(width: Int) {
    let x = random(2 * width, seed: 5)
    let scale = random(width, seed: 6)
    let result = changed([Float](repeating: 0, count: 2 * width)) { output in
      x.withUnsafeBufferPointer { x in
        if let start = x.baseAddress {
          RowOperations.rmsNorm(
            start, into: output, rows: 2, width: width, scale: scale, epsilon: 1e-6)
        }
      }
    }
    for row in 0..<2 {
      let squares = (0..<width).reduce(0.0) { $0 + pow(Double(x[row * width + $1]), 2) }
      let root = (squares / Double(width) + 1e-6).squareRoot()
      for column in 0..<width {
        let expected = Double(x[row * width + column]) / root * Double(scale[column])
        #expect(abs(Double(result[row * width + column]) - expected) < 1e-5)
      }
    }
  }

  @Test func `gates and sums are value by value`() {
    let x = random(37, seed: 7, in: -30...30)
    let other = random(37, seed: 8)
    let gated = changed(x) { x in
      other.withUnsafeBufferPointer { other in
        if let start = other.baseAddress { RowOperations.gate(x, by: start, count: 37) }
      }
    }
    let added = changed(x) { x in
      other.withUnsafeBufferPointer { other in
        if let start = other.baseAddress { RowOperations.add(start, to: x, count: 37) }
      }
    }
    for index in 0..<37 {
      #expect(gated[index] == x[index] * other[index])
      #expect(added[index] == x[index] + other[index])
    }
  }

  @Test(arguments: [false, true])
  func `products of parts of matrices are what they are by hand`(transposed: Bool) {
    let (rows, columns, inner, stride) = (5, 7, 3, 11)
    let left = random(rows * stride, seed: 9)
    let right = random(max(inner, columns) * stride, seed: 10)
    let result = changed([Float](repeating: 1, count: rows * stride)) { output in
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          guard let left = left.baseAddress, let right = right.baseAddress else { return }
          RowOperations.multiply(
            RowOperations.Matrix(left, stride: stride),
            RowOperations.Matrix(right, stride: stride), transposed: transposed,
            shape: (rows, columns, inner), scale: 0.5, into: output, stride: stride)
        }
      }
    }
    for row in 0..<rows {
      for column in 0..<columns {
        let sum = (0..<inner).reduce(Float(0)) { sum, index in
          let other =
            transposed ? right[column * stride + index] : right[index * stride + column]
          return sum + left[row * stride + index] * other
        }
        #expect(abs(result[row * stride + column] - sum / 2) < 1e-5)
      }
      #expect(result[row * stride + columns] == 1)
    }
  }

  @Test func `rounding to bfloat16 is to nearest, ties to even, and keeps NaN`() {
    let pairs: [(Float, UInt16)] = [
      (1, 0x3F80), (-2, 0xC000), (Float(bitPattern: 0x3F80_8000), 0x3F80),
      (Float(bitPattern: 0x3F81_8000), 0x3F82), (Float(bitPattern: 0x3F80_8001), 0x3F81),
      (.infinity, 0x7F80), (0, 0), (.greatestFiniteMagnitude, 0x7F80),
    ]
    var bits = [UInt16](repeating: 0, count: pairs.count + 1)
    (pairs.map(\.0) + [.nan]).withUnsafeBufferPointer { values in
      bits.withUnsafeMutableBufferPointer { bits in
        if let start = values.baseAddress, let output = bits.baseAddress {
          RowOperations.roundToBFloat16(start, into: output, count: values.count)
        }
      }
    }
    #expect(Array(bits.prefix(pairs.count)) == pairs.map(\.1))
    #expect(Float(bitPattern: UInt32(bits[pairs.count]) << 16).isNaN)
    for (value, expected) in pairs { #expect(value.roundedToBFloat16 == expected) }
    #expect(Float(bitPattern: UInt32(Float.nan.roundedToBFloat16) << 16).isNaN)
  }

  @Test func `every binary16 widens exactly`() {
    for bits in UInt16.min...UInt16.max {
      let exponent = Int(bits >> 10 & 31)
      let fraction = Double(bits & 1023)
      let sign: Double = bits & 0x8000 == 0 ? 1 : -1
      let value = withUnsafeBytes(of: bits) {
        NumberFormat.float16.value($0.baseAddress.unsafelyUnwrapped, at: 0)
      }
      switch (exponent, fraction) {
      case (31, 0): #expect(Double(value) == sign * .infinity)
      case (31, _): #expect(value.isNaN)
      case (0, _): #expect(Double(value) == sign * fraction * pow(2, -24))
      default:
        #expect(Double(value) == sign * (1 + fraction / 1024) * pow(2, Double(exponent - 15)))
      }
    }
  }
}
