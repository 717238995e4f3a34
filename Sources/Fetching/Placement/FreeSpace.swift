// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bytes that may still be written to the file system of a folder.
func freeSpace(in folder: String) throws(DataError) -> Int {
  var status = statvfs()
  guard statvfs(folder, &status) == 0 else { throw DataError(reading: folder, errno: errno) }
  let (bytes, overflow) = Int(status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
  return overflow ? Int.max : bytes
}

/// - Throws: `.unwritable` when fewer than `bytes` are free in `folder`.
func requireSpace(_ bytes: Int, in folder: String) throws(DataError) {
  let free = try freeSpace(in: folder)
  guard bytes > free else { return }
  throw DataError(
    .unwritable, file: folder, "found \(free) bytes free on its disk, expected room for \(bytes)",
    fix: "free some space, or name another data folder with --data or BENCH_DATA")
}
