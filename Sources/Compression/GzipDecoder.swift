// SPDX-License-Identifier: Apache-2.0

import CZlib

/// A gzip stream of any number of members.
final class GzipDecoder {
  private enum State {
    /// Before the first member.
    case start
    /// After a member, perhaps before another one.
    case between
    /// Inside a member.
    case inside
    /// In the zero bytes that tapes and block devices leave after the last member.
    case padding
  }

  /// zlib keeps a pointer back to its stream, which therefore needs an address of its own.
  private let stream: UnsafeMutablePointer<z_stream>
  private var state = State.start

  init() throws(CompressionError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard bench_inflate_init_gzip(stream) == Z_OK else {
      stream.deallocate()
      throw .outOfMemory
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  var isComplete: Bool { state != .inside }

  func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> (consumed: Int, produced: Int) {
    guard !input.isEmpty || state == .inside else { return (0, 0) }
    if state != .inside, let first = input.first {
      if first == 0 && state == .between { state = .padding }
      if state == .padding { return (try zeros(in: input), 0) }
      guard first == 0x1F else { throw .corrupt("other bytes follow the last gzip member") }
      state = .inside
    }
    return try inflateMember(input, into: output)
  }

  private func inflateMember(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> (consumed: Int, produced: Int) {
    // zlib counts in 32 bits; what does not fit is consumed by the next call.
    let available = UInt32(clamping: input.count)
    let room = UInt32(clamping: output.count)
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = available
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = room
    switch inflate(stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      state = .between
      inflateReset(stream)
    case Z_MEM_ERROR: throw .outOfMemory
    default: throw .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "not gzip data")
    }
    return (Int(available - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
  }

  private func zeros(in input: UnsafeRawBufferPointer) throws(CompressionError) -> Int {
    guard input.allSatisfy({ $0 == 0 }) else {
      throw .corrupt("other bytes follow the last gzip member")
    }
    return input.count
  }
}
