// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file in memory, read-only.
///
/// `@unchecked Sendable`: the mapping is never written to and lives as long as this object.
final class MappedIndexFile: @unchecked Sendable {
  let path: String
  let bytes: UnsafeRawBufferPointer

  init(path: String) throws(DataError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code: DataError.Code = errno == ENOENT ? .missing : .unreadable
      throw DataError(code, file: path, "cannot be opened: \(systemMessage(errno))")
    }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      throw DataError(.unreadable, file: path, "cannot be examined: \(systemMessage(errno))")
    }
    let size = Int(information.st_size)
    guard size > 0 else {
      throw DataError(.malformed, file: path, "is empty, expected an index", fix: rebuildAdvice)
    }
    guard let base = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED
    else {
      throw DataError(.unreadable, file: path, "cannot be mapped: \(systemMessage(errno))")
    }
    bytes = UnsafeRawBufferPointer(start: base, count: size)
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }
}

/// What to do about an index file that cannot be used.
let rebuildAdvice = "remove the file and index the corpus again"
