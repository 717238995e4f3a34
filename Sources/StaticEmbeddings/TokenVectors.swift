// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Inference
import Retrieval
import SentenceEncoders
import Synchronization
import Tensors

/// A vector for each token of a new vocabulary, in its order.
struct TokenVectors {
  /// The number of tokens.
  let rows: Int
  /// Values of a vector.
  private(set) var width: Int
  /// Row after row.
  private(set) var values: FloatBuffer

  /// Vectors that are known.
  init(rows: Int, width: Int, values: FloatBuffer) {
    self.rows = rows
    self.width = width
    self.values = values
  }

  /// Sends each of `tokens` through the transformer in `folder`, between `before` and `after`; the
  /// average of the states is its vector.
  ///
  /// - Throws: What opening the transformer throws; `.malformed` at a token that it does not know or
  ///   whose states are no finite numbers.
  init(
    _ tokens: [Int32], folder: String, before: [Int32], after: [Int32], threads: Int,
    progress: @Sendable (Int, Int) -> Void
  ) throws(DataError) {
    let model = try EncoderModel.open(folder)
    let highest = (tokens + before + after).max() ?? 0
    guard Int(highest) < model.shape.vocabulary else {
      throw DataError(
        .malformed, file: folder + "/tokenizer.json",
        "found a token with number \(highest), expected numbers below the model's "
          + "\(model.shape.vocabulary)", fix: "get the model again")
    }
    let length = before.count + 1 + after.count
    guard length <= model.shape.positions else {
      throw DataError(
        .malformed, file: folder + "/tokenizer.json",
        "found \(length - 1) special tokens around a text, expected fewer than the model's "
          + "\(model.shape.positions) positions")
    }
    rows = tokens.count
    width = model.shape.hidden
    values = FloatBuffer(count: rows * width)
    let piece = max(1, Self.batchTokens / length)
    let pieces = (rows + piece - 1) / piece
    let (rows, width) = (rows, width)
    let target = Target(start: values.start)
    let next = Atomic(0)
    let done = Atomic(0)
    let fault = Mutex<DataError?>(nil)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, pieces))) { _ in
      let workspace = EncoderWorkspace()
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < pieces else { return }
        let range = index * piece..<min(rows, (index + 1) * piece)
        var batch = PackedBatch()
        for row in range { batch.append(before + [tokens[row]] + after) }
        do throws(DataError) {
          try model.encode(batch, in: workspace) { states in
            for (place, row) in range.enumerated() {
              PoolingMode.mean.pool(
                states + batch.range(place).lowerBound * width, count: length, width: width,
                skipping: 0, into: target.start + row * width)
            }
          }
        } catch {
          fault.withLock { $0 = error }
        }
        progress(done.wrappingAdd(range.count, ordering: .relaxed).newValue, rows)
      }
    }
    if let error = fault.withLock({ $0 }) { throw error }
    for row in 0..<rows {
      for column in 0..<width where !values.start[row * width + column].isFinite {
        throw DataError(
          .malformed, file: folder,
          "found no finite vector of token \(tokens[row]), expected numbers",
          fix: "get the model again")
      }
    }
  }

  /// Tokens of a batch, special ones included.
  private static let batchTokens = 1536

  /// Multiplies the vector of each token by a / (a + p), where p is its probability by Zipf's law: in
  /// proportion to 1 / (rank + 1), with ranks from 1.
  mutating func weigh(_ coefficient: Double) {
    let sum = (0..<rows).reduce(0.0) { $0 + 1 / Double($1 + 2) }
    for row in 0..<rows {
      let probability = 1 / Double(row + 2) / sum
      let weight = coefficient / (coefficient + probability)
      for column in 0..<width {
        let index = row * width + column
        values.start[index] = Float(Double(values.start[index]) * weight)
      }
    }
  }

  /// Replaces the vectors by their first `count` principal components: directions of the highest
  /// variance, each signed so that the value of largest magnitude is positive. Where there are no
  /// more vectors than components, they stay as they are.
  ///
  /// - Returns: The share of the variance that is kept.
  mutating func reduce(to count: Int) -> Double {
    let count = min(count, width)
    guard count < rows else { return 1 }
    center()
    let eigen = SymmetricEigenvectors(
      RowOperations.gram(values.start, rows: rows, width: width), width: width)
    let components = eigen.vectors[..<(count * width)].map(Float.init)
    let scores = FloatBuffer(count: rows * count)
    components.withUnsafeBufferPointer { components in
      guard let start = components.baseAddress else { return }
      RowOperations.multiply(
        RowOperations.Matrix(values.start, stride: width),
        RowOperations.Matrix(start, stride: width), transposed: true,
        shape: (rows, count, width), into: scores.start, stride: count)
    }
    values = scores
    width = count
    for column in 0..<count { sign(column) }
    let variances = eigen.values.map { max($0, 0) }
    let all = variances.reduce(0, +)
    return all > 0 ? variances[..<count].reduce(0, +) / all : 1
  }

  /// Subtracts the average vector.
  private func center() {
    var average = [Double](repeating: 0, count: width)
    for row in 0..<rows {
      for column in 0..<width { average[column] += Double(values.start[row * width + column]) }
    }
    for column in 0..<width { average[column] /= Double(rows) }
    for row in 0..<rows {
      for column in 0..<width {
        let index = row * width + column
        values.start[index] = Float(Double(values.start[index]) - average[column])
      }
    }
  }

  private func sign(_ column: Int) {
    var largest: Float = 0
    for row in 0..<rows where values.start[row * width + column].magnitude > largest.magnitude {
      largest = values.start[row * width + column]
    }
    guard largest < 0 else { return }
    for row in 0..<rows { values.start[row * width + column].negate() }
  }

  /// Every thread writes rows of its own.
  private struct Target: @unchecked Sendable {
    let start: UnsafeMutablePointer<Float>
  }
}
