// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TensorFiles
import Tensors

/// The vector of each token: a row of a matrix, found by the token's id or through a table, and what
/// it is multiplied with.
///
/// `@unchecked Sendable`: never changes.
struct TokenTable: @unchecked Sendable {
  /// Values of a vector.
  let columns: Int
  private let start: UnsafePointer<Float>
  /// By token: its row; empty where rows are ids.
  private let rows: [Int32]
  /// By token; empty where nothing is multiplied.
  private let weights: [Float]
  /// What keeps the matrix alive: the mapped file, or memory with the numbers as floats.
  private let owner: AnyObject

  /// Reads the tensors of a file: the matrix under the first of `names` that is there, and `mapping`
  /// and `weights` by token.
  ///
  /// - Parameter isExact: Whether there must be as many rows as tokens, unless tokens are mapped.
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` where a tensor is missing, has another
  ///   shape or does not cover all tokens.
  init(
    path: String, names: [String], _ vocabulary: VocabularyExtent, isExact: Bool
  ) throws(DataError) {
    let tensors = StaticTensors(try SafetensorsFile(path: path))
    let matrix = try tensors.matrix(names)
    columns = matrix.columns
    (start, owner) = tensors.floats(matrix)
    weights = try tensors.weights(vocabulary)
    if let rows = try tensors.mapping(vocabulary, rows: matrix.rows) {
      self.rows = rows
      return
    }
    rows = []
    let isFitting =
      isExact
      ? matrix.rows == vocabulary.count && vocabulary.size == vocabulary.count
      : matrix.rows >= vocabulary.size
    guard isFitting else {
      throw DataError(
        .malformed, file: path,
        "found \(matrix.rows) rows of tensor \(matrix.name), expected "
          + (vocabulary.size == vocabulary.count
            ? "one for each of the tokenizer's \(vocabulary.count) tokens"
            : "one for each id up to the tokenizer's highest, \(vocabulary.size - 1)"),
        fix: "get the model again; its tokenizer.json may belong to another one")
    }
  }

  /// Writes the average of the tokens' first `count` values to `output`; zeros without tokens.
  func average(
    _ tokens: [Int32], count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    output.update(repeating: 0, count: count)
    guard !tokens.isEmpty else { return }
    for token in tokens {
      let index = Int(token)
      let row = start + (rows.isEmpty ? index : Int(rows[index])) * columns
      if weights.isEmpty {
        RowOperations.add(row, to: output, count: count)
      } else {
        let weight = weights[index]
        for column in 0..<count { output[column] += weight * row[column] }
      }
    }
    let divisor = Float(tokens.count)
    for column in 0..<count { output[column] /= divisor }
  }
}
