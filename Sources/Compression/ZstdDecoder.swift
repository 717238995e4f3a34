// SPDX-License-Identifier: Apache-2.0

import CZstd

/// A zstd stream of any number of frames.
final class ZstdDecoder {
  private let context: OpaquePointer
  private(set) var isComplete = true

  init() throws(CompressionError) {
    guard let context = ZSTD_createDCtx() else { throw .outOfMemory }
    self.context = context
  }

  deinit {
    ZSTD_freeDCtx(context)
  }

  func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> (consumed: Int, produced: Int) {
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    // One call stops at the end of a frame; the next call starts the next frame by itself.
    let hint = ZSTD_decompressStream(context, &target, &source)
    guard ZSTD_isError(hint) == 0 else {
      throw .corrupt(String(cString: ZSTD_getErrorName(hint)))
    }
    if source.pos > 0 || target.pos > 0 { isComplete = hint == 0 }
    return (source.pos, target.pos)
  }
}
