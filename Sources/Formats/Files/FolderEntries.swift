// SPDX-License-Identifier: Apache-2.0

package import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The names of what is in the folder at `path`, in alphabetical order, without `.` and `..`.
///
/// - Throws: ``DataError`` when it is not there, not a folder or not readable.
package func folderEntries(_ path: String) throws(DataError) -> [String] {
  guard let folder = opendir(path) else {
    let code = errno
    guard code == ENOENT || code == ENOTDIR else { throw DataError(reading: path, errno: code) }
    let found = code == ENOENT ? "found no such folder" : "found a file, expected a folder"
    throw DataError(.missing, file: path, found, fix: "check the path and the data folder")
  }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
        String(cString: $0)
      }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}
