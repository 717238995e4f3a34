// SPDX-License-Identifier: Apache-2.0

import Tensors

extension TransformerEncoder {
  /// Queries of a sequence whose scores are computed together, so that they stay in the processor's
  /// cache and keys that none of them sees are left out.
  static let queryTile = 128

  /// Multi-head attention of every sequence over itself, projected back.
  func attend(
    _ input: UnsafePointer<Float>, _ batch: PackedBatch, _ layer: Int, _ places: PlaceTables,
    into output: UnsafeMutablePointer<Float>, _ workspace: EncoderWorkspace
  ) {
    let weights = weights.layers[layer]
    let rows = batch.tokens.count
    let states = project(input, batch, layer, places, workspace)
    let width = shape.heads * shape.headWidth
    let mixed = workspace.reserve(.mixed, (rows + LinearProduct.rowSlack) * width)
    let scores = workspace.reserve(.scores, Self.queryTile * batch.longest)
    for sequence in 0..<batch.count {
      let tokens = batch.range(sequence)
      for first in stride(from: 0, to: tokens.count, by: Self.queryTile) {
        let tile = Tile(
          start: tokens.lowerBound, queries: first..<min(first + Self.queryTile, tokens.count),
          keys: keys(seenFrom: first, of: tokens.count, shape.attention[layer]),
          attention: shape.attention[layer])
        for head in 0..<shape.heads {
          places.withDistances(ofHead: head) { distances in
            attend(tile, head, states, distances, scores, into: mixed)
          }
        }
      }
    }
    let product = weights.output
    product.multiply(
      workspace.rows(mixed, rows, width: width, for: product.format), rows: rows, into: output)
  }

  /// Queries, keys and values of a layer.
  private struct States {
    var queries: UnsafeMutablePointer<Float>
    var keys: UnsafeMutablePointer<Float>
    var values: UnsafeMutablePointer<Float>
  }

  /// Queries of one sequence and the keys that any of them sees, as positions in the sequence.
  private struct Tile {
    /// Where the sequence starts in the batch.
    var start: Int
    var queries: Range<Int>
    var keys: Range<Int>
    var attention: TransformerShape.Attention
  }

  private func keys(
    seenFrom first: Int, of count: Int, _ attention: TransformerShape.Attention
  ) -> Range<Int> {
    let last = min(first + Self.queryTile, count) - 1
    let lower = attention.before.map { max(0, first - $0) } ?? 0
    let upper = attention.behind.map { min(count, last + $0 + 1) } ?? count
    return lower..<upper
  }

  private func project(
    _ input: UnsafePointer<Float>, _ batch: PackedBatch, _ layer: Int, _ places: PlaceTables,
    _ workspace: EncoderWorkspace
  ) -> States {
    let weights = weights.layers[layer]
    let rows = batch.tokens.count
    let room = rows + LinearProduct.rowSlack
    let shared = shape.keyValueHeads * shape.headWidth
    let states = States(
      queries: workspace.reserve(.queries, room * shape.heads * shape.headWidth),
      keys: workspace.reserve(.keys, room * shared),
      values: workspace.reserve(.values, room * shared))
    let products = weights.projection
    let read = workspace.rows(input, rows, width: shape.hidden, for: products[0].format)
    for (product, target) in zip(products, [states.queries, states.keys, states.values]) {
      product.multiply(read, rows: rows, into: target)
    }
    weights.queryNorm?.apply(to: states.queries, rows: rows * shape.heads)
    weights.keyNorm?.apply(to: states.keys, rows: rows * shape.keyValueHeads)
    guard let rotation = shape.attention[layer].rotation, let angles = places.angles(rotation)
    else { return states }
    for sequence in 0..<batch.count {
      let tokens = batch.range(sequence)
      for (start, heads) in [
        (states.queries, shape.heads), (states.keys, shape.keyValueHeads),
      ] {
        RowOperations.rotate(
          start + tokens.lowerBound * heads * shape.headWidth, rows: tokens.count, heads: heads,
          width: shape.headWidth, turned: rotation.width, cosines: angles.cosines.start,
          sines: angles.sines.start)
      }
    }
    return states
  }

  /// One head of one tile: scores, their distribution, and the mixture of values by it.
  private func attend(
    _ tile: Tile, _ head: Int, _ states: States, _ distances: UnsafePointer<Float>?,
    _ scores: UnsafeMutablePointer<Float>, into mixed: UnsafeMutablePointer<Float>
  ) {
    let (width, shared) = (shape.heads * shape.headWidth, shape.keyValueHeads * shape.headWidth)
    let (queries, keys) = (tile.queries, tile.keys)
    let row = (tile.start + queries.lowerBound) * width + head * shape.headWidth
    let column =
      (tile.start + keys.lowerBound) * shared
      + head / (shape.heads / shape.keyValueHeads) * shape.headWidth
    RowOperations.multiply(
      RowOperations.Matrix(states.queries + row, stride: width),
      RowOperations.Matrix(states.keys + column, stride: shared), transposed: true,
      shape: (queries.count, keys.count, shape.headWidth), scale: shape.scale, into: scores,
      stride: keys.count)
    if let distances {
      RowOperations.addDiagonals(
        distances + keys.lowerBound - queries.lowerBound, to: scores, rows: queries.count,
        columns: keys.count, stride: keys.count)
    }
    let lead = queries.lowerBound - keys.lowerBound
    if tile.attention.before == nil && tile.attention.behind == nil {
      RowOperations.softmax(
        scores, rows: queries.count, columns: keys.count, stride: keys.count)
    } else {
      let lower = tile.attention.before.map { lead - $0 } ?? -queries.count
      let upper = tile.attention.behind.map { lead + $0 + 1 } ?? keys.count
      RowOperations.softmax(
        scores, rows: queries.count, columns: keys.count, stride: keys.count, band: lower..<upper)
    }
    RowOperations.multiply(
      RowOperations.Matrix(scores, stride: keys.count),
      RowOperations.Matrix(states.values + column, stride: shared), transposed: false,
      shape: (queries.count, shape.headWidth, keys.count), into: mixed + row, stride: width)
  }
}
