// SPDX-License-Identifier: Apache-2.0

package import Retrieval
package import Tensors

/// A bidirectional transformer with norms behind its parts: BERT and its kin (Devlin et al. 2019).
package struct TransformerEncoder: Sendable {
  /// Its dimensions.
  package let shape: TransformerShape
  private let words: LookupTable
  private let places: LookupTable
  private let segment: [Float]
  private let norm: Norm
  private let layers: [Layer]

  struct Norm: Sendable {
    var scale: [Float]
    var shift: [Float]
  }

  struct Layer: Sendable {
    /// Queries, keys and values, side by side.
    var projection: [LinearProduct]
    var output: LinearProduct
    var attentionNorm: Norm
    var up: LinearProduct
    var down: LinearProduct
    var norm: Norm
  }

  /// Reads the weights of a checkpoint.
  ///
  /// - Parameter format: How products are computed: `float32`, or `bfloat16` with float sums.
  /// - Throws: `.malformed` at a tensor that is missing or has another shape.
  package init(
    _ checkpoint: Checkpoint, _ shape: TransformerShape, _ names: EncoderNames,
    format: NumberFormat = .float32
  ) throws(DataError) {
    self.shape = shape
    words = try checkpoint.table(
      names.words, rows: shape.vocabulary, columns: shape.hidden)
    places = try checkpoint.table(
      names.positions, rows: shape.positions + shape.positionOffset, columns: shape.hidden)
    var segment = [Float](repeating: 0, count: shape.hidden)
    if let name = names.segments, shape.segments > 0 {
      let table = try checkpoint.table(name, rows: shape.segments, columns: shape.hidden)
      segment.withUnsafeMutableBufferPointer { $0.baseAddress.map { table.read(0, into: $0) } }
    }
    self.segment = segment
    let reader = LayerReader(checkpoint: checkpoint, shape: shape, names: names, format: format)
    norm = try reader.norm(names.norm)
    var layers: [Layer] = []
    for index in 0..<shape.layers { layers.append(try reader.layer(index)) }
    self.layers = layers
  }

  /// Calls `body` with the last hidden state of every token: rows of ``TransformerShape/hidden``
  /// values, valid during the call.
  ///
  /// - Parameter batch: Every id below the vocabulary's size, no sequence longer than the positions.
  package func encode<Result>(
    _ batch: PackedBatch, in workspace: EncoderWorkspace,
    _ body: (UnsafePointer<Float>) throws -> Result
  ) rethrows -> Result {
    let rows = batch.tokens.count
    let width = shape.hidden
    let room = rows + LinearProduct.rowSlack
    let hidden = workspace.reserve(.hidden, room * width)
    embed(batch, into: hidden)
    for layer in layers {
      let mixed = attend(hidden, batch, layer, workspace)
      RowOperations.layerNorm(
        mixed, adding: hidden, rows: rows, width: width, scale: layer.attentionNorm.scale,
        shift: layer.attentionNorm.shift, epsilon: shape.epsilon)
      feedForward(mixed, into: hidden, rows: rows, layer, workspace)
      RowOperations.layerNorm(
        hidden, adding: mixed, rows: rows, width: width, scale: layer.norm.scale,
        shift: layer.norm.shift, epsilon: shape.epsilon)
    }
    return try body(hidden)
  }

  private func embed(_ batch: PackedBatch, into hidden: UnsafeMutablePointer<Float>) {
    let width = shape.hidden
    for sequence in 0..<batch.count {
      var position = shape.positionOffset
      for row in batch.range(sequence) {
        let state = hidden + row * width
        let token = batch.tokens[row]
        words.read(Int(token), into: state)
        places.read(token == shape.padding ? Int(token) : position, into: state, adding: true)
        position += token == shape.padding ? 0 : 1
        segment.withUnsafeBufferPointer { segment in
          if let start = segment.baseAddress { RowOperations.add(start, to: state, count: width) }
        }
      }
    }
    RowOperations.layerNorm(
      hidden, adding: nil, rows: batch.tokens.count, width: width, scale: norm.scale,
      shift: norm.shift, epsilon: shape.epsilon)
  }

  /// Multi-head attention of every sequence over itself, projected back.
  private func attend(
    _ hidden: UnsafePointer<Float>, _ batch: PackedBatch, _ layer: Layer,
    _ workspace: EncoderWorkspace
  ) -> UnsafeMutablePointer<Float> {
    let rows = batch.tokens.count
    let room = rows + LinearProduct.rowSlack
    let inner = shape.heads * shape.headWidth
    let projected = workspace.reserve(.projected, 3 * room * inner)
    for (part, product) in layer.projection.enumerated() {
      multiply(hidden, rows, product, into: projected + part * room * inner, workspace)
    }
    let mixed = workspace.reserve(.inner, room * max(inner, shape.intermediate))
    let longest = (0..<batch.count).map { batch.range($0).count }.max() ?? 0
    let scores = workspace.reserve(.scores, longest * longest)
    let scale = 1 / Float(shape.headWidth).squareRoot()
    for sequence in 0..<batch.count {
      let range = batch.range(sequence)
      for head in 0..<shape.heads {
        let offset = range.lowerBound * inner + head * shape.headWidth
        let query = RowOperations.Matrix(projected + offset, stride: inner)
        let key = RowOperations.Matrix(projected + room * inner + offset, stride: inner)
        let value = RowOperations.Matrix(projected + 2 * room * inner + offset, stride: inner)
        let length = range.count
        RowOperations.multiply(
          query, key, transposed: true, shape: (length, length, shape.headWidth), scale: scale,
          into: scores, stride: length)
        RowOperations.softmax(scores, rows: length, columns: length, stride: length)
        RowOperations.multiply(
          RowOperations.Matrix(scores, stride: length), value, transposed: false,
          shape: (length, shape.headWidth, length), into: mixed + offset, stride: inner)
      }
    }
    let output = workspace.reserve(.mixed, room * shape.hidden)
    multiply(mixed, rows, layer.output, into: output, workspace)
    return output
  }

  private func feedForward(
    _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, rows: Int,
    _ layer: Layer, _ workspace: EncoderWorkspace
  ) {
    let inner = workspace.reserve(
      .inner, (Self.tile + LinearProduct.rowSlack) * shape.intermediate)
    for row in stride(from: 0, to: rows, by: Self.tile) {
      let count = min(Self.tile, rows - row)
      multiply(input + row * shape.hidden, count, layer.up, into: inner, workspace)
      multiply(inner, count, layer.down, into: output + row * shape.hidden, workspace)
    }
  }

  /// Rows that go through both products of the feed-forward part before the next do, so that what
  /// lies between stays in the processor's cache.
  private static let tile = 256

  /// Multiplies, after rounding the input where the product wants bfloat16.
  private func multiply(
    _ input: UnsafePointer<Float>, _ rows: Int, _ product: LinearProduct,
    into output: UnsafeMutablePointer<Float>, _ workspace: EncoderWorkspace
  ) {
    guard product.format == .bfloat16 else {
      product.multiply(input, rows: rows, into: output)
      return
    }
    let count = rows * product.inputs
    let room = (rows + LinearProduct.rowSlack) * product.inputs
    let converted = UnsafeMutableRawPointer(workspace.reserve(.converted, room / 2 + 1))
      .assumingMemoryBound(to: UInt16.self)
    RowOperations.roundToBFloat16(input, into: converted, count: count)
    product.multiply(converted, rows: rows, into: output)
  }
}
