// SPDX-License-Identifier: Apache-2.0

package import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The raw bytes of a file: mapped where the system can, read where it cannot (pipes, `<(…)`).
///
/// A mapping sees the file itself. Another program that shortens the file meanwhile ends this one
/// with SIGBUS; evaluation data does not change under a run, and a copy would double its memory.
package final class MappedFile: Sendable {
  /// What was opened, for error messages.
  package let path: String
  private let address: Int
  /// The number of bytes.
  package let count: Int
  private let isMapping: Bool

  /// Opens `path`, for reading from front to back unless told otherwise.
  package init(path: String, isSequential: Bool = true) throws(DataError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DataError(opening: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw DataError(reading: path, errno: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw DataError(
        .malformed, file: path, "found a folder, expected a file", fix: "name a file inside it")
    }
    self.path = path
    if status.st_mode & S_IFMT == S_IFREG {
      count = Int(status.st_size)
      isMapping = true
      address = try Self.map(
        descriptor, count: count, path: path,
        advice: isSequential ? MADV_SEQUENTIAL : MADV_RANDOM)
    } else {
      (address, count) = try Self.readAll(descriptor, path: path)
      isMapping = false
    }
  }

  deinit {
    let pointer = UnsafeMutableRawPointer(bitPattern: address)
    if isMapping, let pointer {
      munmap(pointer, count)
    } else {
      free(pointer)
    }
  }

  /// The file's bytes; valid as long as this object is.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count)
  }

  /// Tells the system that `range` will not be needed soon: its pages leave this process (they
  /// stay in the page cache), and a long file does not count as memory in use.
  package func release(_ range: Range<Int>) {
    guard isMapping, let pointer = UnsafeMutableRawPointer(bitPattern: address) else { return }
    let page = Int(getpagesize())
    let start = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    if start < end { madvise(pointer + start, end - start, MADV_DONTNEED) }
  }

  private static func map(
    _ file: Int32, count: Int, path: String, advice: Int32
  ) throws(DataError) -> Int {
    guard count > 0 else { return 0 }
    guard let pointer = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), pointer != MAP_FAILED
    else { throw DataError(reading: path, errno: errno) }
    madvise(pointer, count, advice)
    return Int(bitPattern: pointer)
  }

  private static func readAll(
    _ file: Int32, path: String
  ) throws(DataError) -> (address: Int, count: Int) {
    var capacity = 1 << 20
    var count = 0
    var buffer = malloc(capacity)
    while let target = buffer {
      let received = read(file, target + count, capacity - count)
      if received < 0 {
        let code = errno
        if code == EINTR { continue }
        free(target)
        throw DataError(reading: path, errno: code)
      }
      if received == 0 { return (Int(bitPattern: target), count) }
      count += received
      if count == capacity {
        capacity *= 2
        buffer = realloc(target, capacity)
        if buffer == nil { free(target) }
      }
    }
    throw DataError(reading: path, errno: ENOMEM)
  }
}
