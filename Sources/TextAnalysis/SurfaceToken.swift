// SPDX-License-Identifier: Apache-2.0

/// Where the bytes of a token lie: in the text, or in the session's scratch memory.
public struct SurfaceToken: Sendable, Hashable {
  /// Offset of the first byte.
  public let offset: Int
  /// The number of bytes, at least 1.
  public let length: Int32
  /// Whether ``offset`` counts in the session's scratch memory, where the token is not a stretch
  /// of the text (pairs of Chinese characters folded to one width).
  public let isInScratch: Bool

  init(offset: Int, length: Int, isInScratch: Bool = false) {
    self.offset = offset
    self.length = Int32(length)
    self.isInScratch = isInScratch
  }
}
