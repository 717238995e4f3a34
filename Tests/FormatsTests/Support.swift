// SPDX-License-Identifier: Apache-2.0

import Compression
import Formats
import Foundation
import Retrieval
import TestSupport
import Testing

/// Calls `body` with the path of a file `name` that holds `content`.
func withFile<Result>(
  _ name: String, _ content: String, _ body: (String) throws -> Result
) throws -> Result {
  try withFile(name, Array(content.utf8), body)
}

/// Calls `body` with the path of a file `name` that holds `content`.
func withFile<Result>(
  _ name: String, _ content: [UInt8], _ body: (String) throws -> Result
) throws -> Result {
  try withTemporaryFolder { folder in
    let path = folder + "/" + name
    try Data(content).write(to: URL(filePath: path))
    return try body(path)
  }
}

/// The error that `body` throws, with the folder taken out of the path of its file.
func dataError(_ body: () throws -> Void) throws -> DataError {
  do {
    try body()
  } catch var error as DataError {
    error.file = URL(filePath: error.file).lastPathComponent
    return error
  }
  throw Unexpected.success
}

enum Unexpected: Error {
  case success
}

/// What ``FileBytes`` holds for the file at `path`.
func contents(_ path: String) throws -> [UInt8] {
  try FileBytes(path: path).withBytes { Array($0) }
}

/// `content` as a gzip or zstd stream.
func packed(_ content: [UInt8], _ format: CompressionFormat) throws -> [UInt8] {
  var compressor = try StreamCompressor(format)
  var packed: [UInt8] = []
  try compressor.compress(content, isLast: true, to: &packed)
  return packed
}
