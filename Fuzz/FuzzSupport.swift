// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Stops the fuzzer with a reason when a property does not hold.
func require(_ holds: Bool, _ property: @autoclosure () -> String) {
  if !holds { fatalError(property()) }
}

/// Whether readers unpack these bytes first: gzip, zstd, or one of zstd's frames that hold nothing.
func isPacked(_ bytes: UnsafeRawBufferPointer) -> Bool {
  bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0x28, 0xB5])
    || bytes.count > 3 && bytes[1] == 0x2A && bytes[2] == 0x4D
}

/// A file in memory that readers open by path; one for the whole process, written anew each time.
struct ScratchFile {
  let path: String

  /// A file `name` in the folder that `run.sh` made, so that parallel jobs have one each.
  init(_ name: String) {
    let folder = ProcessInfo.processInfo.environment["FUZZ_SCRATCH"] ?? "/tmp"
    path = "\(folder)/\(name)-\(getpid())"
  }

  /// Replaces the content.
  func write(_ bytes: UnsafeRawBufferPointer) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    require(descriptor >= 0, "the scratch file opens")
    require(Foundation.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count, "it fits")
    close(descriptor)
  }
}

/// A folder in memory whose files readers open by path, written anew each time.
struct ScratchFolder {
  let path: String

  /// A folder `name` in the folder that `run.sh` made, so that parallel jobs have one each.
  init(_ name: String) {
    let folder = ProcessInfo.processInfo.environment["FUZZ_SCRATCH"] ?? "/tmp"
    path = "\(folder)/\(name)-\(getpid())"
  }

  /// Replaces the content of the file at `file`, in folders that are made where they are not there.
  func write(_ bytes: [UInt8], to file: String) {
    var descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    if descriptor < 0 {
      let folder = URL(filePath: file).deletingLastPathComponent()
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    require(descriptor >= 0, "the scratch file opens")
    let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    require(written == bytes.count, "it fits")
    close(descriptor)
  }
}
