// SPDX-License-Identifier: Apache-2.0

import CZlib

/// A gzip stream of one member, without name and time, so that equal content gives equal bytes.
final class GzipEncoder {
  /// zlib keeps a pointer back to its stream, which therefore needs an address of its own.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(CompressionError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard bench_deflate_init_gzip(stream, Z_DEFAULT_COMPRESSION) == Z_OK else {
      stream.deallocate()
      throw .outOfMemory
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  func compress(
    _ input: UnsafeRawBufferPointer, isLast: Bool, _ room: UnsafeMutableRawBufferPointer,
    _ output: inout [UInt8]
  ) throws(CompressionError) {
    precondition(input.count <= Int(UInt32.max), "zlib takes at most 4 GiB at once")
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(input.count)
    repeat {
      stream.pointee.next_out = room.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(room.count)
      guard deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH) != Z_STREAM_ERROR else {
        throw .outOfMemory
      }
      output.append(contentsOf: room[..<(room.count - Int(stream.pointee.avail_out))])
      // Room that was not filled means that nothing is left to give.
    } while stream.pointee.avail_out == 0
  }
}
