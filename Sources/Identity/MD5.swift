// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Incremental MD5 (RFC 1321): to check what publishers give, never to identify anything.
public struct MD5Hasher {
  private var state = Insecure.MD5()

  /// A hasher that has seen nothing.
  public init() {}

  /// Adds raw bytes; how they are cut into calls does not matter.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state.update(bufferPointer: bytes)
  }

  /// The digest of everything added so far, 32 lower-case hexadecimal digits.
  public func hex() -> String {
    state.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
