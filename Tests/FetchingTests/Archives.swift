// SPDX-License-Identifier: Apache-2.0

import Compression

/// `bytes` in gzip or zstd.
func compressed(_ bytes: [UInt8], _ format: CompressionFormat) throws -> [UInt8] {
  var output: [UInt8] = []
  var compressor = try StreamCompressor(format)
  try compressor.compress(bytes, isLast: true, to: &output)
  return output
}
