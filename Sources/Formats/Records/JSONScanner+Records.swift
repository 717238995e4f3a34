// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
  /// The value as one of its own; what lies inside arrays and objects is read again.
  ///
  /// - Parameter value: A value of the object that was read last.
  mutating func record(_ value: JSONValue) throws(JSONFault) -> RecordValue {
    switch value {
    case .absent: return .absent
    case .null: return .null
    case .boolean(let value): return .boolean(value)
    case .number(let range): return .number(text(range))
    case .string(let range): return .string(text(range))
    case .array(let range), .object(let range):
      let (end, kept) = (position, used)
      defer { (position, used) = (end, kept) }
      position = range.lowerBound
      return try tree()
    }
  }

  /// Scans the value at the position with everything inside it; nothing is kept in the arena.
  private mutating func tree() throws(JSONFault) -> RecordValue {
    switch current {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try list()
    default:
      let kept = used
      defer { used = kept }
      return try record(try value())
    }
  }

  // Recursion is bounded, because the value was checked before it is read here.
  private mutating func object() throws(JSONFault) -> RecordValue {
    position += 1
    skipBlanks()
    var members: [String: RecordValue] = [:]
    if isEmpty(before: UInt8(ascii: "}")) { return .object(members) }
    repeat {
      let name = text(try string())
      try expect(UInt8(ascii: ":"), "a colon after the field name")
      members[name] = try tree()
    } while try hasMore(before: UInt8(ascii: "}"))
    return .object(members)
  }

  private mutating func list() throws(JSONFault) -> RecordValue {
    position += 1
    skipBlanks()
    var elements: [RecordValue] = []
    if isEmpty(before: UInt8(ascii: "]")) { return .list(elements) }
    repeat {
      elements.append(try tree())
    } while try hasMore(before: UInt8(ascii: "]"))
    return .list(elements)
  }
}
