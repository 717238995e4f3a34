// SPDX-License-Identifier: Apache-2.0

import Retrieval

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A path from the root, without links and dots.
func realPath(_ path: String) throws(DataError) -> String {
  guard let resolved = realpath(path, nil) else {
    throw DataError(.unreadable, file: path, String(cString: strerror(errno)))
  }
  defer { free(resolved) }
  return String(cString: resolved)
}
