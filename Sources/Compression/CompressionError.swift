// SPDX-License-Identifier: Apache-2.0

/// Why bytes could not be compressed or decompressed.
public enum CompressionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The stream ends before its last member or frame does.
  case truncated
  /// The bytes are not what their format demands; the text is the library's reason.
  case corrupt(String)
  /// The content is larger than the caller allows.
  case tooLarge(limit: Int)
  /// The library could not start, for want of memory.
  case outOfMemory

  /// The reason, in words that continue "the compressed data …".
  public var description: String {
    switch self {
    case .truncated: "ends in the middle of a compressed stream"
    case .corrupt(let reason): "is damaged (\(reason))"
    case .tooLarge(let limit): "holds more than the \(limit) bytes allowed"
    case .outOfMemory: "could not be processed for want of memory"
    }
  }
}
