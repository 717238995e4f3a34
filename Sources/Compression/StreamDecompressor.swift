// SPDX-License-Identifier: Apache-2.0

/// Decompresses a gzip or zstd stream piece by piece, in bounded memory.
///
/// Several gzip members or zstd frames one after the other are one stream, as `cat a.gz b.gz`,
/// `bgzip` and `pzstd` make them. A stream may not be shared by threads without a lock.
public struct StreamDecompressor: ~Copyable {
  private enum Engine {
    case gzip(GzipDecoder)
    case zstd(ZstdDecoder)
  }

  private let engine: Engine

  /// A decompressor at the start of a stream.
  ///
  /// - Throws: ``CompressionError/outOfMemory``.
  public init(_ format: CompressionFormat) throws(CompressionError) {
    switch format {
    case .gzip: engine = .gzip(try GzipDecoder())
    case .zstd: engine = .zstd(try ZstdDecoder())
    }
  }

  /// Whether everything consumed so far is complete; false at the end of the input means that
  /// the stream is truncated.
  public var isComplete: Bool {
    switch engine {
    case .gzip(let decoder): decoder.isComplete
    case .zstd(let decoder): decoder.isComplete
    }
  }

  /// Decompresses as much of `input` as fits into `output`.
  ///
  /// - Parameters:
  ///   - input: The stream's next bytes; what was not consumed must be given again.
  ///   - output: Where the content goes; not empty.
  /// - Returns: How many bytes of `input` were consumed and of `output` were written. Both are
  ///   0 only when the stream needs more input.
  /// - Throws: ``CompressionError/corrupt(_:)``.
  public mutating func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> (consumed: Int, produced: Int) {
    precondition(!output.isEmpty, "a decompressor needs room to write")
    return switch engine {
    case .gzip(let decoder): try decoder.decompress(input, into: output)
    case .zstd(let decoder): try decoder.decompress(input, into: output)
    }
  }
}
