// SPDX-License-Identifier: Apache-2.0

import Compression
import Formats
import Retrieval
import Testing

#if canImport(Glibc)
  import Glibc
#endif

struct FileBytesTests {
  @Test func `a plain file is its bytes`() throws {
    try withFile("a.txt", "some bytes") { path in
      let file = try FileBytes(path: path)
      #expect(file.withBytes { Array($0) } == Array("some bytes".utf8))
      #expect(file.count == 10)
    }
  }

  @Test func `an empty file has no bytes`() throws {
    try withFile("a.txt", "") { path in
      let bytes = try contents(path)
      #expect(bytes == [])
    }
  }

  @Test(arguments: CompressionFormat.allCases)
  func `a compressed file is its content, whatever its name`(format: CompressionFormat) throws {
    let content = Array(repeating: Array("0123456789".utf8), count: 100_000).flatMap { $0 }
    try withFile("plain.txt", packed(content, format)) { path in
      let bytes = try contents(path)
      #expect(bytes == content)
    }
  }

  @Test(arguments: CompressionFormat.allCases)
  func `a cut compressed file is malformed`(format: CompressionFormat) throws {
    let cut = try Array(packed(Array("some content".utf8), format).dropLast(3))
    try withFile("a.packed", cut) { path in
      let error = try dataError { _ = try FileBytes(path: path) }
      #expect(error.code == .malformed)
      #expect(
        "\(error)"
          == "a.packed: the \(format.rawValue) data ends in the middle of a compressed stream\n"
          + "fix: fetch or compress the file again")
    }
  }

  @Test(arguments: CompressionFormat.allCases)
  func `a damaged compressed file is malformed`(format: CompressionFormat) throws {
    var damaged = try packed(Array("some content".utf8), format)
    damaged[damaged.count - (format == .gzip ? 8 : 1)] ^= 0xFF
    try withFile("a.packed", damaged) { path in
      let error = try dataError { _ = try FileBytes(path: path) }
      #expect(error.code == .malformed)
      #expect("\(error)".hasPrefix("a.packed: the \(format.rawValue) data is damaged ("))
    }
  }

  @Test func `a missing file is missing`() throws {
    let error = try dataError { _ = try FileBytes(path: "/no/such/qrels.tsv") }
    #expect(error.code == .missing)
    #expect(
      "\(error)" == "qrels.tsv: found no such file\nfix: check the path and the data folder")
  }

  @Test func `a folder is not a file`() throws {
    let error = try dataError { _ = try FileBytes(path: "/usr") }
    #expect("\(error)" == "usr: found a folder, expected a file\nfix: name a file inside it")
  }

  // Root may read everything; a loop of links is a file that nobody can open.
  @Test func `a file that cannot be opened is unreadable`() throws {
    try withFile("anchor", "") { path in
      let loop = path + "-loop"
      #expect(symlink(loop, loop) == 0)
      let error = try dataError { _ = try FileBytes(path: loop) }
      #expect(error.code == .unreadable)
      #expect("\(error)" == "anchor-loop: cannot be read: Too many levels of symbolic links")
    }
  }

  @Test func `a pipe is read to its end`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let text = Array("from a pipe".utf8)
    #expect(write(ends[1], text, text.count) == text.count)
    close(ends[1])
    let file = try FileBytes(path: "/proc/self/fd/\(ends[0])")
    close(ends[0])
    #expect(file.withBytes { Array($0) } == text)
  }
}
