// SPDX-License-Identifier: Apache-2.0

/// Why a factor cannot be swapped, in words for a table.
public struct SwapObstacle: Error, Sendable, Hashable {
  /// The reason.
  public let reason: String

  /// An obstacle.
  public init(_ reason: String) {
    self.reason = reason
  }
}
