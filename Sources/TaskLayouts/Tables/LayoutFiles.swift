// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// The path of a file that must be there, possibly compressed.
func existing(_ file: String, in folder: FolderListing) throws(DataError) -> String {
  if let path = folder.path(of: file) { return path }
  throw DataError(
    .missing, file: "\(folder.path)/\(file)",
    "found no such file, nor one with .gz or .zst behind its name",
    fix: "check the split and the folder, or fetch the data set")
}

/// The splits of files named `<prefix><split><suffix>` at the top of a folder, ascending.
func splitNames(
  of folder: FolderListing, prefix: String, suffix: String = ".tsv"
) -> [String] {
  let names = folder.files.compactMap { file -> String? in
    let plain = uncompressedName(file)
    guard plain.hasPrefix(prefix), plain.hasSuffix(suffix), !plain.contains("/"),
      plain.utf8.count > prefix.utf8.count + suffix.utf8.count
    else { return nil }
    return String(plain.dropFirst(prefix.count).dropLast(suffix.count))
  }
  return Set(names).sorted()
}

/// The name without `.gz` or `.zst`.
func uncompressedName(_ file: String) -> String {
  for suffix in [".gz", ".zst"] where file.hasSuffix(suffix) {
    return String(file.dropLast(suffix.count))
  }
  return file
}

/// Whether the content of a file, possibly compressed, begins with `text` behind a byte-order mark.
func fileBegins(_ path: String, with text: String) -> Bool {
  firstBytes(of: path, count: text.utf8.count + 3).map { bytes in
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return content.starts(with: text.utf8)
  } ?? false
}

/// The first bytes of a file's content; nil where it cannot be read.
func firstBytes(of path: String, count: Int) -> [UInt8]? {
  guard var stream = try? ByteStream(path: path) else { return nil }
  var bytes = [UInt8](repeating: 0, count: count)
  guard let received = try? bytes.withUnsafeMutableBytes({ try stream.read(into: $0) }) else {
    return nil
  }
  return Array(bytes[..<received])
}
