// SPDX-License-Identifier: Apache-2.0

/// A member of an archive that a test makes, good or bad.
public struct TestMember: Sendable {
  /// Name as the archive has it.
  public var name: String
  /// Its bytes.
  public var content: [UInt8] = []
  /// Kind as tar writes it: `0` file, `1` hard link, `2` symbolic link, `3` device, `5` folder,
  /// `6` pipe.
  public var kind: Character = "0"
  /// Where a link leads.
  public var target = ""

  /// A member with text as its content.
  public init(_ name: String, _ content: String = "", kind: Character = "0", target: String = "") {
    self.name = name
    self.content = Array(content.utf8)
    self.kind = kind
    self.target = target
  }
}

/// A tar archive (ustar) of the members.
public func tar(_ members: [TestMember], hasEndMark: Bool = true) -> [UInt8] {
  var archive: [UInt8] = []
  for member in members {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at position: Int) {
      header.replaceSubrange(position..<position + text.utf8.count, with: text.utf8)
    }
    func octal(_ value: Int, _ width: Int) -> String {
      let digits = String(value, radix: 8)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    // Long names are split between two fields.
    let bytes = Array(member.name.utf8)
    var cut = 0
    if bytes.count > 100, let slash = bytes.prefix(155).lastIndex(of: UInt8(ascii: "/")) {
      cut = slash + 1
      header.replaceSubrange(345..<345 + slash, with: bytes[..<slash])
    }
    let name = bytes[cut...].prefix(100)
    header.replaceSubrange(0..<name.count, with: name)
    put(octal(0o644, 7), at: 100)
    put(octal(member.content.count, 11), at: 124)
    put(octal(0, 11), at: 136)
    put(String(repeating: " ", count: 8), at: 148)
    put(String(member.kind), at: 156)
    put(member.target, at: 157)
    put("ustar\0" + "00", at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", at: 148)
    let padding = (512 - member.content.count % 512) % 512
    archive += header + member.content + [UInt8](repeating: 0, count: padding)
  }
  return archive + [UInt8](repeating: 0, count: hasEndMark ? 1024 : 0)
}

/// A zip archive of the members, stored; links as Unix zip programs write them.
public func zip(_ members: [TestMember]) -> [UInt8] {
  var archive: [UInt8] = []
  var directory: [UInt8] = []
  for member in members {
    let content = member.kind == "2" ? Array(member.target.utf8) : member.content
    let mode =
      switch member.kind {
      case "2": 0o120777
      case "5": 0o040755
      case "6": 0o010644
      default: 0o100644
      }
    // Version, flags (names in UTF-8), method, time, date, checksum, sizes, lengths of name and more.
    let common =
      little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 2) + little(0x21, 2)
      + little(Int(crc32(content)), 4) + little(content.count, 4) + little(content.count, 4)
      + little(member.name.utf8.count, 2) + little(0, 2)
    directory +=
      little(0x0201_4B50, 4) + little(0x0314, 2) + common + little(0, 2) + little(0, 2)
      + little(0, 2) + little(mode << 16, 4) + little(archive.count, 4) + member.name.utf8
    archive += little(0x0403_4B50, 4) + common + member.name.utf8 + content
  }
  return archive + directory + little(0x0605_4B50, 4) + little(0, 4) + little(members.count, 2)
    + little(members.count, 2) + little(directory.count, 4) + little(archive.count, 4)
    + little(0, 2)
}

private func little(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(~0) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
      sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
    }
  }
}
