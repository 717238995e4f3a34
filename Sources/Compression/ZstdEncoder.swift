// SPDX-License-Identifier: Apache-2.0

import CZstd

/// A zstd stream of one frame with a checksum.
final class ZstdEncoder {
  private let context: OpaquePointer

  init() throws(CompressionError) {
    guard let context = ZSTD_createCCtx() else { throw .outOfMemory }
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    self.context = context
  }

  deinit {
    ZSTD_freeCCtx(context)
  }

  func compress(
    _ input: UnsafeRawBufferPointer, isLast: Bool, _ room: UnsafeMutableRawBufferPointer,
    _ output: inout [UInt8]
  ) throws(CompressionError) {
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    while true {
      var target = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
      let rest = ZSTD_compressStream2(
        context, &target, &source, isLast ? ZSTD_e_end : ZSTD_e_continue)
      guard ZSTD_isError(rest) == 0 else { throw .outOfMemory }
      output.append(contentsOf: room[..<target.pos])
      if source.pos == source.size && (!isLast || rest == 0) { return }
    }
  }
}
