// SPDX-License-Identifier: Apache-2.0

package import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension DataError {
  /// The fault for a file that could not be opened for reading.
  package init(opening path: String, errno code: Int32) {
    switch code {
    case ENOENT, ENOTDIR:
      self.init(
        .missing, file: path, "found no such file", fix: "check the path and the data folder")
    default:
      self.init(reading: path, errno: code)
    }
  }

  /// The fault for a file that the system could not read.
  package init(reading path: String, errno code: Int32) {
    self.init(
      .unreadable, file: path, "cannot be read: \(systemMessage(code))",
      fix: code == EACCES ? "give the file read permission" : "")
  }

  /// The fault for a file that the system could not write.
  package init(writing path: String, errno code: Int32) {
    let fix =
      switch code {
      case ENOSPC: "free some space on this disk, or write elsewhere"
      case EROFS, EACCES, EPERM: "write to a folder that allows it"
      case ENOENT, ENOTDIR: "make the folder first"
      default: ""
      }
    self.init(.unwritable, file: path, "cannot be written: \(systemMessage(code))", fix: fix)
  }

  /// The fault for a folder that the system could not make.
  package init(makingFolder path: String, errno code: Int32) {
    let fix =
      code == EEXIST ? "a file has this name: choose another folder" : "choose another folder"
    self.init(
      .unwritable, file: path, "the folder cannot be made: \(systemMessage(code))", fix: fix)
  }
}

/// The system's own words for an error number.
package func systemMessage(_ code: Int32) -> String {
  var text = [CChar](repeating: 0, count: 256)
  // The XSI variant, which fills the buffer; unlike strerror it is thread-safe.
  guard strerror_r(code, &text, text.count) == 0 else { return "error \(code)" }
  return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
