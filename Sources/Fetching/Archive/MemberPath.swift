// SPDX-License-Identifier: Apache-2.0

/// The place of an archive's member below the folder it is unpacked into.
///
/// Names come from strangers: what could lead out of the folder, or means different things to
/// different programs, is refused rather than mended.
struct MemberPath: Hashable {
  /// Why a name is refused, in words that follow the name.
  struct Refusal: Error, Hashable {
    let reason: String
  }

  /// The folders and the name, none of them empty, `.` or `..`.
  let components: [String]

  /// The path that a member's name means; `./` in front and `/` at the end mean nothing.
  init(_ name: String) throws(Refusal) {
    guard !name.hasPrefix("/") else { throw Refusal(reason: "is an absolute path") }
    guard name.utf8.count <= 1024 else { throw Refusal(reason: "is longer than 1024 bytes") }
    guard name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else {
      throw Refusal(reason: "has control characters or backslashes")
    }
    let components = name.split(separator: "/").map(String.init).filter { $0 != "." }
    guard !components.contains("..") else { throw Refusal(reason: "leads out of its folder") }
    guard components.allSatisfy({ $0.utf8.count <= 255 }) else {
      throw Refusal(reason: "has a component longer than 255 bytes")
    }
    self.components = components
  }

  /// The path below `folder`; nil when it is not inside of it.
  func dropping(_ folder: String) -> [String]? {
    let leading = folder.split(separator: "/").map(String.init)
    guard components.starts(with: leading), components.count > leading.count else { return nil }
    return Array(components.dropFirst(leading.count))
  }
}
