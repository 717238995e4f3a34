// SPDX-License-Identifier: Apache-2.0

import CZlib

/// The CRC-32 of gzip (RFC 1952) over bytes, against damage and not against malice.
public func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  UInt32(truncatingIfNeeded: crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
}
