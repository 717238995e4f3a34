// SPDX-License-Identifier: Apache-2.0

/// How a file of topics or documents is written, told from its first bytes.
enum TRECFileKind: Hashable {
  /// Elements without a declaration: TREC's own SGML.
  case sgml
  /// XML: it has a declaration, or its first element is none of TREC's SGML.
  case xml
  /// Tab-separated, with this many columns in the first line.
  case table(columns: Int)

  /// The kind of the file at `path`; one that cannot be read is a table, whose reader says why.
  init(of path: String) {
    var bytes = firstBytes(of: path, count: 1 << 16)?[...] ?? []
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    // UTF-16 has a byte-order mark; of the three kinds only XML may be in it.
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      self = .xml
      return
    }
    let content = bytes.drop { $0 <= UInt8(ascii: " ") }
    guard content.first == UInt8(ascii: "<") else {
      let line = content.prefix { $0 != UInt8(ascii: "\n") }
      self = .table(columns: 1 + line.count { $0 == UInt8(ascii: "\t") })
      return
    }
    let start = String(decoding: content.prefix(5), as: UTF8.self).lowercased()
    let isSGML = ["<doc>", "<top>", "<doc "].contains(start)
    self = isSGML ? .sgml : .xml
  }
}
