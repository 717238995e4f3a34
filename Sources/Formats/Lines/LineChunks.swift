// SPDX-License-Identifier: Apache-2.0

import Compression
package import Retrieval
import Synchronization

/// Cuts a file into chunks of whole lines, for any number of threads.
///
/// Plain files are cut in their mapping without a copy; compressed ones are inflated chunk by chunk
/// while the other threads decode what came before. Every chunk holds a line that is not blank.
package final class LineChunks: Sendable {
  /// A chunk's size: large against the cost of handing it over, small against a core's cache.
  package static let defaultSize = 1 << 20
  /// The longest line in a compressed file, so that one without line ends cannot fill the memory.
  package static let defaultMaximumLine = 1 << 28

  private let file: MappedFile
  private let size: Int
  private let maximumLine: Int
  private let state: Mutex<State>

  private struct State: ~Copyable {
    var ordinal = 0
    /// Where the next chunk starts in a plain file.
    var position = 0
    /// Number of the line with which the next chunk of a compressed file starts.
    var line = 1
    /// The cut line at the end of what was inflated last.
    var rest: [UInt8] = []
    /// The content of a compressed file; nil at its end, and for plain files.
    var inflated: InflatedFile?
  }

  /// Cuts `file` from its start, after a byte-order mark.
  package init(
    _ file: MappedFile, size: Int = defaultSize, maximumLine: Int = defaultMaximumLine
  ) throws(DataError) {
    self.file = file
    self.size = max(size, 1)
    self.maximumLine = maximumLine
    var state = State()
    if let format = CompressionFormat(magicOf: file.bytes) {
      state.inflated = try InflatedFile(file, format)
      state.position = file.count
    }
    self.state = Mutex(state)
  }

  /// Whether no chunk has been handed out: at the end, whether all lines are blank.
  package var isEmpty: Bool { state.withLock { $0.ordinal == 0 } }

  /// The next chunk, or nil at the end.
  package func next() throws(DataError) -> LineChunk? {
    try state.withLock { (state) throws(DataError) in
      let chunk =
        if state.position < file.count { nextMapped(&state) } else { try nextInflated(&state) }
      if chunk != nil { state.ordinal += 1 }
      return chunk
    }
  }

  private func nextMapped(_ state: inout State) -> LineChunk? {
    let bytes = file.bytes
    if state.position == 0 { state.position = Self.markLength(bytes) }
    let start = state.position
    guard let content = bytes[start...].firstIndex(where: { !Self.isBlank($0) }) else { return nil }
    var end = min(max(start + size, content + 1), bytes.count)
    while end < bytes.count && bytes[end - 1] != UInt8(ascii: "\n") { end += 1 }
    state.position = end
    return LineChunk(ordinal: state.ordinal, file, start..<end)
  }

  private func nextInflated(_ state: inout State) throws(DataError) -> LineChunk? {
    while state.inflated != nil {
      var bytes = try inflateLines(&state)
      let firstLine = state.line
      if firstLine == 1 { bytes.removeFirst(bytes.withUnsafeBytes(Self.markLength)) }
      state.line += bytes.count { $0 == UInt8(ascii: "\n") }
      if bytes.contains(where: { !Self.isBlank($0) }) {
        return LineChunk(ordinal: state.ordinal, path: file.path, bytes, firstLine: firstLine)
      }
    }
    return nil
  }

  /// Inflates at least ``size`` bytes, and on to the end of a line; the rest at the end.
  private func inflateLines(_ state: inout State) throws(DataError) -> [UInt8] {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { piece.deallocate() }
    var bytes: [UInt8] = []
    swap(&bytes, &state.rest)
    while let count = try state.inflated?.read(into: piece), count > 0 {
      let received = UnsafeRawBufferPointer(piece)[..<count]
      if let newline = received.lastIndex(of: UInt8(ascii: "\n")) {
        bytes += received[...newline]
        state.rest = Array(received[(newline + 1)...])
        return bytes
      }
      bytes += received
      guard bytes.count <= maximumLine else {
        throw DataError(
          .malformed, file: file.path, line: state.line,
          "found a line of more than \(maximumLine) bytes, expected shorter ones"
        )
      }
    }
    state.inflated = nil
    return bytes
  }

  /// The length of a UTF-8 byte-order mark at the start.
  private static func markLength(_ bytes: UnsafeRawBufferPointer) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\t")
  }
}
