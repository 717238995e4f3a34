// SPDX-License-Identifier: Apache-2.0

/// A value of a field, with its place in the arena where it has one.
enum JSONValue: Hashable {
  /// The field does not occur.
  case absent
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number as it is written.
  case number(Range<Int>)
  /// A decoded string.
  case string(Range<Int>)
  /// An array; its elements were checked but are not kept. The range lies in the input.
  case array(Range<Int>)
  /// An object; its members were checked but are not kept. The range lies in the input.
  case object(Range<Int>)

  /// What kind of value this is, in words.
  var name: String {
    switch self {
    case .absent: "nothing"
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONScanner {
  /// Scans any value and keeps strings and numbers in the arena.
  mutating func value() throws(JSONFault) -> JSONValue {
    switch current {
    case UInt8(ascii: "\""):
      return .string(keep(try string()))
    case UInt8(ascii: "{"):
      let start = position
      try skipObject(depth: 2)
      return .object(start..<position)
    case UInt8(ascii: "["):
      let start = position
      try skipArray(depth: 2)
      return .array(start..<position)
    case UInt8(ascii: "n"):
      try literal("null")
      return .null
    case UInt8(ascii: "t"):
      try literal("true")
      return .boolean(true)
    case UInt8(ascii: "f"):
      try literal("false")
      return .boolean(false)
    default:
      let start = position
      try skipNumber()
      (arena + used).update(from: base + start, count: position - start)
      return .number(keep(used..<used + position - start))
    }
  }

  /// Checks a value and steps over it.
  ///
  /// - Parameter depth: How many arrays and objects are open with this one, if it is one.
  mutating func skipValue(depth: Int) throws(JSONFault) {
    switch current {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"): try skipObject(depth: depth)
    case UInt8(ascii: "["): try skipArray(depth: depth)
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    default: try skipNumber()
    }
  }

  /// Makes the last decoded string or number part of what the arena keeps.
  @inline(__always)
  private mutating func keep(_ range: Range<Int>) -> Range<Int> {
    used = range.upperBound
    return range
  }

  // Recursion is bounded by the depth: 512 small frames fit on any thread's stack.
  private mutating func skipObject(depth: Int) throws(JSONFault) {
    guard depth <= Self.maximumDepth else { throw fault(.tooDeep) }
    position += 1
    skipBlanks()
    if isEmpty(before: UInt8(ascii: "}")) { return }
    repeat {
      _ = try string()
      try expect(UInt8(ascii: ":"), "a colon after the field name")
      try skipValue(depth: depth + 1)
    } while try hasMore(before: UInt8(ascii: "}"))
  }

  private mutating func skipArray(depth: Int) throws(JSONFault) {
    guard depth <= Self.maximumDepth else { throw fault(.tooDeep) }
    position += 1
    skipBlanks()
    if isEmpty(before: UInt8(ascii: "]")) { return }
    repeat {
      try skipValue(depth: depth + 1)
    } while try hasMore(before: UInt8(ascii: "]"))
  }

  private mutating func literal(_ word: StaticString) throws(JSONFault) {
    for index in 0..<word.utf8CodeUnitCount {
      guard current == word.utf8Start[index] else { throw fault(.expected("\(word)")) }
      position += 1
    }
  }

  private mutating func skipNumber() throws(JSONFault) {
    let isNegative = current == UInt8(ascii: "-")
    if isNegative { position += 1 }
    if current == UInt8(ascii: "0") {
      position += 1
    } else {
      try skipDigits(isNegative ? "a digit" : "a value")
    }
    if current == UInt8(ascii: ".") {
      position += 1
      try skipDigits("a digit after the decimal point")
    }
    if current | 0x20 == UInt8(ascii: "e") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try skipDigits("a digit of the exponent")
    }
  }

  private mutating func skipDigits(_ wanted: StaticString) throws(JSONFault) {
    let start = position
    while current &- UInt8(ascii: "0") <= 9 { position += 1 }
    guard position > start else { throw fault(.expected("\(wanted)")) }
  }
}
