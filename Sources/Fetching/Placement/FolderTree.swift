// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes the names in a folder, and in all folders below it, durable.
func synchronize(tree path: String) throws(DataError) {
  for name in try folderEntries(path) where isRealFolder("\(path)/\(name)") {
    try synchronize(tree: "\(path)/\(name)")
  }
  try synchronize(folder: path)
}

/// Removes a folder of ours with everything in it; what cannot be removed stays.
func removeTree(_ path: String) {
  guard isRealFolder(path) else {
    unlink(path)
    return
  }
  for name in (try? folderEntries(path)) ?? [] { removeTree("\(path)/\(name)") }
  rmdir(path)
}

/// Whether `path` is a folder itself, and not a link to one.
private func isRealFolder(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
