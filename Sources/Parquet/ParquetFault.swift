// SPDX-License-Identifier: Apache-2.0

/// What is wrong at one place of a file; the place is added where it is known.
struct ParquetFault: Error {
  var problem: String
  var fix: String

  /// Damaged bytes; the usual advice is to fetch the file again.
  static func damaged(_ problem: String) -> ParquetFault {
    ParquetFault(problem: problem, fix: "the file is damaged or cut; fetch or write it again")
  }

  /// Bytes that are fine and mean something that this reader does not know.
  static func unsupported(_ problem: String, _ fix: String) -> ParquetFault {
    ParquetFault(problem: problem, fix: fix)
  }

  /// Where it is, outermost first: `row group 0`, `column id`, `page 3 at byte 500`.
  var place: [String] = []

  /// The same fault inside `outer`.
  func inside(_ outer: String) -> ParquetFault {
    var fault = self
    fault.place.insert(outer, at: 0)
    return fault
  }
}

/// Bounds on what a file may declare, so that a few hostile bytes cannot claim all memory.
enum ParquetLimits {
  /// Values of one column in one row group; writers put 1,000 to 1,000,000 rows into a group.
  static let values = 1 << 26
  /// Bytes of one page after decompression; writers aim at 1 MiB.
  static let pageBytes = 1 << 30
  /// Bytes of the strings of one column in one row group.
  static let stringBytes = 1 << 31
  /// Groups inside groups of the schema, and structs inside structs of the metadata.
  static let depth = 32
}
