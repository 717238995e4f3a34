// SPDX-License-Identifier: Apache-2.0

/// What makes a vector near to a query.
public enum Similarity: String, Sendable, Hashable, CaseIterable {
  /// The score is the inner product.
  case innerProduct = "inner-product"
  /// The score is the inner product of both scaled to length 1, from the norms that the table keeps;
  /// 0 where one of them has length 0.
  case cosine
  /// The score is the squared Euclidean distance, negative.
  case euclidean
}
