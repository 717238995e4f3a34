// SPDX-License-Identifier: Apache-2.0

/// Compresses a gzip or zstd stream piece by piece, in bounded memory.
public struct StreamCompressor: ~Copyable {
  private enum Engine {
    case gzip(GzipEncoder)
    case zstd(ZstdEncoder)
  }

  private let engine: Engine

  /// A compressor at the start of a stream, at its format's usual level.
  ///
  /// - Throws: ``CompressionError/outOfMemory``.
  public init(_ format: CompressionFormat) throws(CompressionError) {
    switch format {
    case .gzip: engine = .gzip(try GzipEncoder())
    case .zstd: engine = .zstd(try ZstdEncoder())
    }
  }

  /// Takes the next piece of content and appends what is ready of the stream to `output`.
  ///
  /// - Parameter isLast: Whether the stream ends with this piece.
  /// - Throws: ``CompressionError/outOfMemory``.
  public mutating func compress(
    _ piece: [UInt8], isLast: Bool, to output: inout [UInt8]
  ) throws(CompressionError) {
    var status: CompressionError?
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { room.deallocate() }
    piece.withUnsafeBytes { input in
      do throws(CompressionError) {
        switch engine {
        case .gzip(let encoder): try encoder.compress(input, isLast: isLast, room, &output)
        case .zstd(let encoder): try encoder.compress(input, isLast: isLast, room, &output)
        }
      } catch {
        status = error
      }
    }
    if let status { throw status }
  }
}
