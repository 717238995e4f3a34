// SPDX-License-Identifier: Apache-2.0

/// Walks a JSON document once and writes a record for every value; strict as RFC 8259.
struct JSONTreeParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let raw: UnsafeRawBufferPointer
  private var position = 0
  private var records: [JSONTree.Record] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    raw = bytes
    self.bytes = bytes.bindMemory(to: UInt8.self)
  }

  /// The records of the whole document.
  mutating func parse() throws(JSONFault) -> [JSONTree.Record] {
    guard bytes.count < Int(UInt32.max) else {
      throw JSONFault(
        offset: 0, reason: .content("found \(bytes.count) bytes, expected fewer than 4 GiB"))
    }
    if let invalid = UTF8Sequence.firstInvalid(in: raw) {
      throw JSONFault(offset: invalid, reason: .invalidUTF8)
    }
    if raw.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    records.reserveCapacity(bytes.count / 24)
    skipBlanks()
    try value(depth: 1)
    skipBlanks()
    guard position == bytes.count else { throw fault(.expected("the end of the document")) }
    return records
  }

  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func fault(_ reason: JSONFault.Reason) -> JSONFault {
    JSONFault(offset: position, reason: reason)
  }

  private mutating func skipBlanks() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  private mutating func value(depth: Int) throws(JSONFault) {
    switch current {
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "{"): try container(.object, closedBy: UInt8(ascii: "}"), depth: depth)
    case UInt8(ascii: "["): try container(.array, closedBy: UInt8(ascii: "]"), depth: depth)
    case UInt8(ascii: "n"): try word("null", .null)
    case UInt8(ascii: "t"): try word("true", .boolean)
    case UInt8(ascii: "f"): try word("false", .boolean)
    default: try number()
    }
  }

  private mutating func append(_ kind: JSONTree.Kind, from start: Int, isEscaped: Bool = false) {
    records.append(
      JSONTree.Record(
        start: UInt32(start), length: UInt32(position - start), next: UInt32(records.count + 1),
        kind: kind, isEscaped: isEscaped))
  }

  // Recursion is bounded by the depth.
  private mutating func container(
    _ kind: JSONTree.Kind, closedBy close: UInt8, depth: Int
  ) throws(JSONFault) {
    guard depth <= JSONScanner.maximumDepth else { throw fault(.tooDeep) }
    let index = records.count
    append(kind, from: position)
    position += 1
    skipBlanks()
    if current == close {
      position += 1
    } else {
      while true {
        if kind == .object {
          guard current == UInt8(ascii: "\"") else { throw fault(.expected("a name in quotes")) }
          try string()
          skipBlanks()
          guard current == UInt8(ascii: ":") else {
            throw fault(.expected("a colon after the field name"))
          }
          position += 1
          skipBlanks()
        }
        try value(depth: depth + 1)
        skipBlanks()
        let byte = current
        guard byte == UInt8(ascii: ",") || byte == close else {
          throw fault(.expected("a comma or \(UnicodeScalar(close))"))
        }
        position += 1
        if byte == close { break }
        skipBlanks()
      }
    }
    records[index].length = UInt32(position) - records[index].start
    records[index].next = UInt32(records.count)
  }

  private mutating func string() throws(JSONFault) {
    position += 1
    let start = position
    var isEscaped = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        append(.string, from: start, isEscaped: isEscaped)
        position += 1
        return
      }
      guard byte >= 0x20 else { throw fault(.controlCharacter) }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        try JSONEscape.check(bytes, at: &position)
      } else {
        position += 1
      }
    }
    throw fault(.expected("a closing \""))
  }

  private mutating func word(_ text: StaticString, _ kind: JSONTree.Kind) throws(JSONFault) {
    let start = position
    for index in 0..<text.utf8CodeUnitCount {
      guard current == text.utf8Start[index] else { throw fault(.expected("\(text)")) }
      position += 1
    }
    append(kind, from: start)
  }

  private mutating func number() throws(JSONFault) {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits(position == start ? "a value" : "a digit")
    }
    if current == UInt8(ascii: ".") {
      position += 1
      try digits("a digit after the decimal point")
    }
    if current | 0x20 == UInt8(ascii: "e") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits("a digit of the exponent")
    }
    append(.number, from: start)
  }

  private mutating func digits(_ wanted: String) throws(JSONFault) {
    let start = position
    while current &- UInt8(ascii: "0") <= 9 { position += 1 }
    guard position > start else { throw fault(.expected(wanted)) }
  }
}
