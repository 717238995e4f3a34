// SPDX-License-Identifier: Apache-2.0

import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A text file that is written line by line and appears under its name when it is finished.
struct LineFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  private var partial: String { path + ".partial" }

  /// Starts a file; what is at `path` stays until ``finish()``.
  init(path: String) throws(DataError) {
    self.path = path
    descriptor = open(path + ".partial", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.fault(path, "cannot be created") }
    buffer.reserveCapacity(1 << 17)
  }

  deinit { close(descriptor) }

  /// Adds a line; `text` has no line feed.
  mutating func write(_ text: String) throws(DataError) {
    buffer.append(contentsOf: text.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Writes what is left and gives the file its name.
  consuming func finish() throws(DataError) {
    try flush()
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw Self.fault(path, "cannot be written")
    }
    guard rename(partial, path) == 0 else { throw Self.fault(path, "cannot be replaced") }
  }

  private mutating func flush() throws(DataError) {
    var start = 0
    while start < buffer.count {
      let written = buffer.withUnsafeBytes { bytes in
        systemWrite(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw Self.fault(path, "cannot be written") }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func fault(_ path: String, _ problem: String) -> DataError {
    let reason = String(cString: strerror(errno))
    return DataError(.unwritable, file: path, "the file \(problem): \(reason)")
  }
}

/// `write(2)`, which the method of the same name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
