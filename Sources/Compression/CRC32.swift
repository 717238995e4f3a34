// SPDX-License-Identifier: Apache-2.0

import CZlib

/// The CRC-32 of gzip (RFC 1952) over bytes, against damage and not against malice.
public func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 { crc32(bytes, after: 0) }

/// The CRC-32 of bytes that follow others, whose CRC-32 is `start`.
public func crc32(_ bytes: UnsafeRawBufferPointer, after start: UInt32) -> UInt32 {
  UInt32(
    truncatingIfNeeded: crc32_z(
      UInt(start), bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
}
