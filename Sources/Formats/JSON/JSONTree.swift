// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// A whole JSON document in memory, for files whose parts are needed in no certain order.
///
/// The document stays as it was written; beside it lies one flat record a value, in document order.
/// Reading 17 MB with 750,000 values takes some tens of milliseconds.
package final class JSONTree: Sendable {
  /// One value: where it is written, and which record follows after it and all inside it.
  struct Record {
    /// The first byte; of a string, the one after the quote.
    var start: UInt32
    /// The number of bytes, without quotes.
    var length: UInt32
    /// The record of the next sibling, or of what follows the parent.
    var next: UInt32
    var kind: Kind
    /// Whether a string holds escapes.
    var isEscaped: Bool
  }

  /// The kinds of values; members of an object are a string record and a value record each.
  enum Kind: UInt8 {
    case null, boolean, number, string, array, object
  }

  /// The path, for error messages.
  package let path: String
  let bytes: [UInt8]
  let records: [Record]

  /// Reads the document in the file at `path`, which may be compressed.
  package convenience init(path: String) throws(DataError) {
    let file = try FileBytes(path: path)
    try self.init(file.withBytes { Array($0) }, path: path)
  }

  /// Reads the document in `bytes`; `path` is its name in errors.
  package init(_ bytes: [UInt8], path: String) throws(DataError) {
    self.path = path
    self.bytes = bytes
    let parsed = bytes.withUnsafeBytes { buffer in
      Result<[Record], JSONFault> { () throws(JSONFault) in
        var parser = JSONTreeParser(buffer)
        return try parser.parse()
      }
    }
    switch parsed {
    case .success(let records): self.records = records
    case .failure(let fault):
      throw bytes.withUnsafeBytes { buffer in
        DataError(
          .malformed, file: path, line: LineChunk.line(at: fault.offset, in: buffer),
          fault.message(in: buffer), fix: "the file is not whole, or not JSON: fetch it again")
      }
    }
  }

  /// The outermost value.
  package var root: JSONNode { JSONNode(tree: self, index: 0) }
}
