// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Tensors

@Suite struct `A linear product` {
  private struct Case {
    var rows: Int
    var inputs: Int
    var outputs: Int
    var isBiased: Bool
  }

  private static let cases = [
    Case(rows: 1, inputs: 32, outputs: 48, isBiased: true),
    Case(rows: 15, inputs: 7, outputs: 3, isBiased: true),
    Case(rows: 16, inputs: 64, outputs: 64, isBiased: false),
    Case(rows: 257, inputs: 40, outputs: 33, isBiased: true),
    Case(rows: 530, inputs: 16, outputs: 1, isBiased: false),
  ]

  /// Values of a product by both engines.
  private func values(
    _ size: Case, _ format: ProductFormat, _ activation: LinearProduct.Activation, seed: UInt64
  ) -> (best: [Float], plain: [Float]) {
    var random = SeededGenerator(seed: seed)
    func floats(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }
    let weights = floats(size.inputs * size.outputs).withUnsafeBytes { bytes in
      WeightMatrix(
        converting: bytes.baseAddress.unsafelyUnwrapped, rows: size.outputs,
        columns: size.inputs, from: .float32, to: format.storage)
    }
    let bias = size.isBiased ? floats(size.outputs) : []
    let room = size.rows + LinearProduct.rowSlack
    let input = FloatBuffer(count: room * size.inputs)
    input.start.initialize(from: floats(room * size.inputs), count: room * size.inputs)
    let prepared = FloatBuffer(
      count: format.size(rows: size.rows, width: size.inputs) / 4 + 1)
    RowOperations.prepare(
      input.start, rows: size.rows, width: size.inputs, for: format, into: prepared.start)
    let source = UnsafeRawPointer(prepared.start)
    let results = [LinearProduct.Engine.best, .plain].map { engine in
      let product = LinearProduct(
        weights, bias: bias, activation: activation, format: format, engine: engine)
      let output = FloatBuffer(count: room * size.outputs)
      product.multiply(source, rows: size.rows, into: output.start)
      return Array(UnsafeBufferPointer(start: output.start, count: size.rows * size.outputs))
    }
    return (results[0], results[1])
  }

  @Test(arguments: LinearProduct.Activation.allCases)
  func `is what its definition says`(activation: LinearProduct.Activation) {
    for (index, size) in Self.cases.enumerated() {
      let (best, plain) = values(size, .float32, activation, seed: UInt64(index))
      for (left, right) in zip(best, plain) {
        #expect(abs(left - right) <= 2e-5 * max(1, abs(right)), "\(activation) \(size)")
      }
    }
  }

  @Test(arguments: LinearProduct.Activation.allCases)
  func `of bfloat16 adds in float`(activation: LinearProduct.Activation) {
    for (index, size) in Self.cases.enumerated() {
      let (best, plain) = values(size, .bfloat16, activation, seed: UInt64(100 + index))
      for (left, right) in zip(best, plain) {
        #expect(abs(left - right) <= 2e-4 * max(1, abs(right)), "\(activation) \(size)")
      }
    }
  }

  @Test(arguments: LinearProduct.Activation.allCases)
  func `of bytes is that of rounded numbers`(activation: LinearProduct.Activation) {
    for (index, size) in Self.cases.enumerated() {
      let (best, plain) = values(size, .int8, activation, seed: UInt64(200 + index))
      let (_, exact) = values(size, .float32, activation, seed: UInt64(200 + index))
      for (left, right) in zip(best, plain) {
        #expect(abs(left - right) <= 2e-5 * max(1, abs(right)), "\(activation) \(size)")
      }
      // Roundings by half a step of 1/127 and 2/255 add up as in a random walk.
      let bound = 0.03 * Float(size.inputs).squareRoot() + 0.01
      for (left, right) in zip(best, exact) { #expect(abs(left - right) < bound) }
    }
  }

  @Test(arguments: ProductFormat.allCases)
  func `gives a row the same bits alone and among others`(format: ProductFormat) {
    var random = SeededGenerator(seed: 5)
    let (inputs, outputs, most) = (96, 80, 300)
    func floats(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }
    let weights = floats(inputs * outputs).withUnsafeBytes { bytes in
      WeightMatrix(
        converting: bytes.baseAddress.unsafelyUnwrapped, rows: outputs, columns: inputs,
        from: .float32, to: format.storage)
    }
    let product = LinearProduct(weights, bias: floats(outputs), activation: .gelu, format: format)
    let input = FloatBuffer(count: (most + LinearProduct.rowSlack) * inputs)
    input.start.initialize(from: floats(input.count), count: input.count)
    func results(_ first: Int, _ rows: Int) -> [Float] {
      let prepared = FloatBuffer(count: format.size(rows: rows, width: inputs) / 4 + 1)
      RowOperations.prepare(
        input.start + first * inputs, rows: rows, width: inputs, for: format,
        into: prepared.start)
      let output = FloatBuffer(count: (rows + LinearProduct.rowSlack) * outputs)
      product.multiply(prepared.start, rows: rows, into: output.start)
      return Array(UnsafeBufferPointer(start: output.start, count: rows * outputs))
    }
    let all = results(0, most)
    for rows in [1, 2, 3, 4, 5, 17, 18, 31, 63, 64, 65, 80, 127, 255, 256, 257] {
      let first = Int.random(in: 0...most - rows, using: &random)
      #expect(results(first, rows)[...] == all[first * outputs..<(first + rows) * outputs])
    }
  }

  @Test func `of no rows does nothing`() {
    let weights = [Float](repeating: 1, count: 4).withUnsafeBytes {
      WeightMatrix(
        converting: $0.baseAddress.unsafelyUnwrapped, rows: 2, columns: 2, from: .float32,
        to: .float32)
    }
    let output = FloatBuffer(count: 64)
    output.start.initialize(repeating: 7, count: 64)
    LinearProduct(weights).multiply(output.start, rows: 0, into: output.start)
    #expect((0..<64).allSatisfy { output.start[$0] == 7 })
  }

  @Test func `can be run by several threads at once`() async {
    let weights = (0..<48 * 32).map { Float($0 % 13) - 6 }.withUnsafeBytes {
      WeightMatrix(
        converting: $0.baseAddress.unsafelyUnwrapped, rows: 48, columns: 32, from: .float32,
        to: .float32)
    }
    let product = LinearProduct(weights)
    let sums = await withTaskGroup(of: Float.self) { group in
      for thread in 0..<8 {
        group.addTask {
          var total: Float = 0
          for rows in 1...40 {
            let input = FloatBuffer(count: (rows + 16) * 32)
            input.start.initialize(repeating: 1, count: input.count)
            let output = FloatBuffer(count: (rows + 16) * 48)
            product.multiply(input.start, rows: rows, into: output.start)
            total += output.start[(rows - 1) * 48 + thread]
          }
          return total
        }
      }
      var sums: [Float] = []
      for await sum in group { sums.append(sum) }
      return sums.sorted()
    }
    let expected: [Float] = (0..<8).map { row in
      let weights = (0..<32).map { (row * 32 + $0) % 13 - 6 }
      return Float(40 * weights.reduce(0, +))
    }
    #expect(sums == expected.sorted())
  }
}
