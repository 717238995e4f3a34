// SPDX-License-Identifier: Apache-2.0

/// The files of a folder in one input: before each its path, on a line of its own after `=== `.
///
/// Paths have at most three components of letters, digits, dots, hyphens and underscores, none of
/// which begins with a dot; files under other paths are left out, and a path counts once.
struct FolderArchive {
  private(set) var files: [(name: String, content: [UInt8])] = []

  /// The files in `input`; nil when it is no such archive.
  init?(_ input: [UInt8]) {
    let mark = Array("=== ".utf8)
    guard input.starts(with: mark) else { return nil }
    var name: String?
    var content: [UInt8] = []
    for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: mark) {
        add(name, content)
        name = String(decoding: line.dropFirst(mark.count), as: UTF8.self)
        content = []
      } else {
        content += line
        content.append(0x0A)
      }
    }
    // The last line has no end of its own.
    add(name, content.dropLast())
  }

  private mutating func add(_ name: String?, _ content: some Sequence<UInt8>) {
    guard let name, files.count < 12, Self.isPlain(name) else { return }
    // Neither a second file of the name, nor a file where a folder is.
    let isTaken = files.contains { $0.name == name || Self.isInside($0.name, name) }
    guard !isTaken else { return }
    files.append((name, Array(content)))
  }

  private static func isInside(_ one: String, _ other: String) -> Bool {
    one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
  }

  private static func isPlain(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return (1...3).contains(parts.count)
      && parts.allSatisfy { part in
        (1...40).contains(part.count) && part.first != UInt8(ascii: ".")
          && part.allSatisfy { byte in
            byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39
              || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
              || byte == UInt8(ascii: "_")
          }
      }
  }
}
