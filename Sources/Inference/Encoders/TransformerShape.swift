// SPDX-License-Identifier: Apache-2.0

package import Tensors

/// Everything about a transformer but its weights.
package struct TransformerShape: Sendable, Hashable {
  /// Width of a hidden state.
  package var hidden: Int
  package var layers: Int
  package var heads: Int
  /// Width of a head.
  package var headWidth: Int
  /// Width inside the feed-forward part.
  package var intermediate: Int
  package var activation: LinearProduct.Activation
  package var epsilon: Float
  package var vocabulary: Int
  /// Positions that the model knows; longer inputs must be cut.
  package var positions: Int
  /// What is added to a position from 0 to find its row (RoBERTa begins behind the padding's).
  package var positionOffset: Int
  /// The token that stands at no position of its own but in the row of its id (RoBERTa's padding,
  /// should a text contain it); nil where every token counts.
  package var padding: Int32?
  /// Kinds of segments, 0 where the model has none.
  package var segments: Int
}
