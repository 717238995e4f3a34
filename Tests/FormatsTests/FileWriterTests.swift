// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import TestSupport
import Testing

struct FileWriterTests {
  @Test func `what is written is there, of any size`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.txt"
      let line = "0123456789\n"
      try writeFile(path) { file in
        for _ in 0..<100_000 { try file.write(line) }
      }
      let bytes = try contents(path)
      #expect(bytes.count == 1_100_000)
      #expect(bytes == Array(repeating: Array(line.utf8), count: 100_000).flatMap { $0 })
    }
  }

  @Test(arguments: ["out.gz", "out.zst"])
  func `the name decides about compression`(name: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/" + name
      try writeFile(path) { file in
        for _ in 0..<100_000 { try file.write("0123456789\n") }
      }
      let size = try Data(contentsOf: URL(filePath: path)).count
      #expect(size < 10_000)
      let bytes = try contents(path)
      #expect(bytes.count == 1_100_000)
    }
  }

  @Test func `an error leaves the old file and nothing else`() throws {
    struct Stop: Error {}
    try withFile("out.txt", "old") { path in
      #expect(throws: Stop.self) {
        try writeFile(path) { file in
          try file.write(String(repeating: "new", count: 1 << 20))
          throw Stop()
        }
      }
      let bytes = try contents(path)
      #expect(bytes == Array("old".utf8))
      let folder = URL(filePath: path).deletingLastPathComponent().path
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["out.txt"])
    }
  }

  @Test func `the old file stays until the new one is whole`() throws {
    try withFile("out.txt", "old") { path in
      try writeFile(path) { file in
        try file.write(String(repeating: "new", count: 1 << 20))
        let bytes = try contents(path)
        #expect(bytes == Array("old".utf8))
      }
      let bytes = try contents(path)
      #expect(bytes.count == 3 << 20)
    }
  }

  @Test func `a symbolic link stays a link`() throws {
    try withFile("real.txt", "old") { path in
      let link = path + "-link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      try writeFile(link) { try $0.write("new") }
      let bytes = try contents(path)
      #expect(bytes == Array("new".utf8))
      let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
      #expect(target == path)
    }
  }

  @Test func `a full disk is reported`() throws {
    let error = try dataError {
      try writeFile("/dev/full") { try $0.write("text") }
    }
    #expect(error.code == .unwritable)
    #expect(
      "\(error)" == "full: cannot be written: No space left on device\n"
        + "fix: free some space on this disk, or write elsewhere")
    #expect(FileManager.default.fileExists(atPath: "/dev/full"))
  }

  @Test func `a folder that is not there is reported`() throws {
    let error = try dataError { try writeFile("/no/such/folder/out.txt") { _ in } }
    #expect(error.code == .unwritable)
    #expect(
      "\(error)"
        == "out.txt: cannot be written: No such file or directory\nfix: make the folder first")
  }

  // Root may write to any folder of a disk, but nobody may add a file to the kernel's.
  @Test func `a folder that allows no files is reported`() throws {
    let error = try dataError { try writeFile("/sys/kernel/out.txt") { _ in } }
    #expect(error.code == .unwritable)
    #expect(error.problem.hasPrefix("cannot be written: "))
    #expect(error.fix == "write to a folder that allows it")
  }

  @Test func `a folder is not overwritten`() throws {
    try withTemporaryFolder { folder in
      let error = try dataError { try writeFile(folder) { _ in } }
      #expect(error.code == .unwritable)
      #expect(error.problem == "cannot be written: Is a directory")
    }
  }
}
