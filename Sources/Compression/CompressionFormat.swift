// SPDX-License-Identifier: Apache-2.0

/// A compressed file format, recognised by its first bytes and never by its name.
public enum CompressionFormat: String, Sendable, Hashable, CaseIterable {
  /// gzip (RFC 1952).
  case gzip
  /// Zstandard (RFC 8878).
  case zstd

  /// The format whose magic number `bytes` starts with, or nil when it is none of them.
  public init?(magicOf bytes: UnsafeRawBufferPointer) {
    if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(bytes) {
      self = .zstd
    } else {
      return nil
    }
  }

  /// Parallel compressors put a skippable frame (0x184D2A50 … 5F) before the first data frame.
  private static func isSkippableFrame(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 4 && bytes[0] & 0xF0 == 0x50 && bytes[1] == 0x2A && bytes[2] == 0x4D
      && bytes[3] == 0x18
  }
}
