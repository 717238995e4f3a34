// SPDX-License-Identifier: Apache-2.0

public import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Makes the folder at `path` and those above it; one that is there already is fine.
///
/// - Throws: `.unwritable` with the system's reason, about the first folder that cannot be made.
public func makeFolder(_ path: String) throws(DataError) {
  var made = path.hasPrefix("/") ? "/" : ""
  for name in path.split(separator: "/") {
    made += made.isEmpty || made.hasSuffix("/") ? String(name) : "/\(name)"
    // Whether it exists is asked only after a failure: another process may make it just now.
    guard mkdir(made, 0o777) != 0 else { continue }
    let code = errno
    guard !isFolder(made) else { continue }
    throw DataError(makingFolder: made, errno: code)
  }
}

/// Whether a folder is at `path`, also by way of a symbolic link.
package func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Size of the regular file at `path`, also by way of a symbolic link; nil when there is none.
package func fileSize(_ path: String) -> Int? {
  var status = stat()
  guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  return Int(status.st_size)
}
