// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The right to write into a data folder, held by one process at a time.
///
/// An advisory lock of the kernel: it ends with the process, however that ends.
final class FolderLock: Sendable {
  private let file: Int32

  /// Waits until no other process holds the lock.
  ///
  /// - Parameter onWait: Called once, before the first wait.
  /// - Throws: `.unwritable`, what `onWait` throws, or `CancellationError` when the flag is raised.
  init(_ path: String, flag: CancellationFlag, onWait: () throws -> Void) throws {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw DataError(writing: path, errno: errno) }
    self.file = file
    var hasTold = false
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR else {
        throw DataError(writing: path, errno: code)
      }
      if !hasTold { try onWait() }
      hasTold = true
      try flag.wait(.milliseconds(100))
    }
  }

  deinit { close(file) }
}
