// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Synchronization

/// Some whole `<DOC>` elements of a file.
struct SGMLDocumentChunk: Sendable {
  /// Position in the corpus, from 0.
  let ordinal: Int
  /// The file.
  let path: String
  /// The line of the file with which the chunk begins, from 1.
  let firstLine: Int
  /// Whether the file ends here.
  let isLast: Bool
  /// Whether it holds the whole file.
  let isWhole: Bool
  /// The content.
  let bytes: [UInt8]
}

/// Cuts files before their `<DOC>` tags, for any number of threads.
final class SGMLDocumentChunks: Sendable {
  /// The longest document, so that a file without end cannot fill the memory.
  static let maximumDocument = 1 << 28

  private let size: Int
  private let state: Mutex<State>

  private struct State: ~Copyable {
    var paths: ArraySlice<String>
    var stream: ByteStream?
    var ordinal = 0
    /// Whether something of the file was handed out.
    var isBegun = false
    var line = 1
    /// The document at the end of what was read last, cut.
    var rest: [UInt8] = []
  }

  /// Cuts the files at `paths`, one after the other, into chunks of about `size` bytes.
  init(_ paths: [String], size: Int) {
    self.size = max(size, 1)
    state = Mutex(State(paths: paths[...]))
  }

  /// The next chunk, or nil at the end.
  func next() throws(DataError) -> SGMLDocumentChunk? {
    try state.withLock { (state) throws(DataError) in
      while let path = state.paths.first {
        if state.stream == nil { state.stream = try ByteStream(path: path) }
        let firstLine = state.line
        let isFirst = !state.isBegun
        var bytes = try read(&state, path)
        if isFirst && bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let isLast = state.stream == nil
        state.isBegun = !isLast
        if isLast {
          state.paths.removeFirst()
          state.line = 1
        } else {
          state.line += bytes.count { $0 == UInt8(ascii: "\n") }
        }
        state.ordinal += 1
        return SGMLDocumentChunk(
          ordinal: state.ordinal - 1, path: path, firstLine: firstLine, isLast: isLast,
          isWhole: isFirst && isLast, bytes: bytes)
      }
      return nil
    }
  }

  /// Reads at least ``size`` bytes, and on to the next document; the rest at the end.
  private func read(_ state: inout State, _ path: String) throws(DataError) -> [UInt8] {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { piece.deallocate() }
    var bytes: [UInt8] = []
    swap(&bytes, &state.rest)
    while let count = try state.stream?.read(into: piece), count > 0 {
      // A tag may be cut at the border.
      let known = max(bytes.count - SGMLScanner.longestTag - 1, 1)
      bytes += piece[..<count]
      if let start = lastDocument(in: bytes, from: known) {
        state.rest = Array(bytes[start...])
        bytes.removeSubrange(start...)
        return bytes
      }
      guard bytes.count <= Self.maximumDocument else {
        throw DataError(
          .malformed, file: path, line: state.line,
          "found more than \(Self.maximumDocument) bytes without <DOC>, expected it before each "
            + "document", fix: "check that this file holds documents")
      }
    }
    state.stream = nil
    return bytes
  }

  /// Where the last `<DOC>` begins that begins at `first` or behind.
  private func lastDocument(in bytes: [UInt8], from first: Int) -> Int? {
    var place = bytes.count - 5
    while place >= first {
      if bytes[place] == UInt8(ascii: "<"), SGMLScanner.isDocumentTag(bytes, at: place) {
        return place
      }
      place -= 1
    }
    return nil
  }
}
