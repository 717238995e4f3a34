// SPDX-License-Identifier: Apache-2.0

import CZstd

/// Zstandard over whole buffers, for blobs in a store.
public enum Zstd {
  /// The level at which ratio and speed are balanced for rankings and counters.
  public static let defaultLevel = 3

  /// Compresses `bytes` into one frame with its size and a checksum of its content.
  ///
  /// - Parameters:
  ///   - bytes: Anything, also nothing.
  ///   - level: 1 (fast) to 19 (small); other values mean the nearest of them.
  /// - Throws: ``CompressionError/outOfMemory``.
  public static func compress(
    _ bytes: [UInt8], level: Int = defaultLevel
  ) throws(CompressionError) -> [UInt8] {
    guard let context = ZSTD_createCCtx() else { throw .outOfMemory }
    defer { ZSTD_freeCCtx(context) }
    let level = Int32(min(max(level, 1), 19))
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    var status = 0
    let frame = bytes.withUnsafeBytes { source in
      [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(source.count)) { target, count in
        status = ZSTD_compress2(
          context, target.baseAddress, target.count, source.baseAddress, source.count)
        count = ZSTD_isError(status) == 0 ? status : 0
      }
    }
    guard ZSTD_isError(status) == 0 else { throw .outOfMemory }
    return frame
  }

  /// Restores what ``compress(_:level:)`` made.
  ///
  /// - Parameters:
  ///   - frame: One frame that says how large its content is.
  ///   - limit: The most bytes the content may have; checked before any memory is taken, so that
  ///     a damaged or hostile blob cannot exhaust it.
  /// - Throws: ``CompressionError`` when the frame is damaged, truncated or larger than `limit`.
  public static func decompress(
    _ frame: [UInt8], limit: Int
  ) throws(CompressionError) -> [UInt8] {
    var status: CompressionError?
    let bytes = frame.withUnsafeBytes { frame in
      do throws(CompressionError) {
        return try decompress(frame, limit: limit)
      } catch {
        status = error
        return []
      }
    }
    if let status { throw status }
    return bytes
  }

  /// Restores what ``compress(_:level:)`` made, from bytes that lie anywhere.
  ///
  /// - Parameters:
  ///   - frame: See ``decompress(_:limit:)-([UInt8],_)``.
  ///   - limit: The most bytes the content may have.
  /// - Throws: ``CompressionError`` when the frame is damaged, truncated or larger than `limit`.
  public static func decompress(
    _ frame: UnsafeRawBufferPointer, limit: Int
  ) throws(CompressionError) -> [UInt8] {
    let declared = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
    // The two largest values mean "not a frame" and "size not stored" (macros in the header).
    guard declared < UInt64.max - 1 else {
      throw .corrupt("not a zstd frame that states its size")
    }
    guard declared <= UInt64(max(limit, 0)) else { throw .tooLarge(limit: limit) }
    var status = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(declared)) { target, count in
      status = ZSTD_decompress(
        target.baseAddress, Int(declared), frame.baseAddress, frame.count)
      count = ZSTD_isError(status) == 0 ? status : 0
    }
    guard ZSTD_isError(status) == 0 else {
      throw .corrupt(String(cString: ZSTD_getErrorName(status)))
    }
    return bytes
  }
}
