// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file of the system that could not be read.
struct UnreadableSystemFile: Error {
  var path: String
}

/// The lines of a small file under `/proc` or `/sys`, whose size is not known before it is read.
func lines(ofFile path: String) throws(UnreadableSystemFile) -> [String] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw UnreadableSystemFile(path: path) }
  defer { close(descriptor) }
  var content: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { throw UnreadableSystemFile(path: path) }
    if count == 0 { break }
    content.append(contentsOf: buffer[..<count])
  }
  return content.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
}
