// SPDX-License-Identifier: Apache-2.0

import Tensors

extension TransformerEncoder {
  /// Rows that go through all products of the feed-forward part before the next do, so that what
  /// lies between stays in the processor's cache.
  private static let rowTile = 256

  /// The feed-forward part of a layer, gated or not.
  func feedForward(
    _ input: UnsafePointer<Float>, _ rows: Int, _ layer: TransformerWeights.Layer,
    into output: UnsafeMutablePointer<Float>, _ workspace: EncoderWorkspace
  ) {
    let width = shape.intermediate
    let room = (Self.rowTile + LinearProduct.rowSlack) * width
    let inner = workspace.reserve(.inner, room)
    for row in stride(from: 0, to: rows, by: Self.rowTile) {
      let count = min(Self.rowTile, rows - row)
      let read = workspace.rows(
        input + row * shape.hidden, count, width: shape.hidden, for: layer.activated.format)
      layer.activated.multiply(read, rows: count, into: inner)
      if let gate = layer.gate {
        let gates = workspace.reserve(.gates, room)
        gate.multiply(read, rows: count, into: gates)
        RowOperations.gate(inner, by: gates, count: count * width)
      }
      layer.down.multiply(
        workspace.rows(inner, count, width: width, for: layer.down.format), rows: count,
        into: output + row * shape.hidden)
    }
  }
}
