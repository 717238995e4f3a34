// SPDX-License-Identifier: Apache-2.0

extension UnsafePointer<UInt8> {
  /// The code point at `position` of well-formed UTF-8, and the position after it.
  @inline(__always)
  func scalar(at position: Int) -> (value: UInt32, next: Int) {
    let lead = UInt32(self[position])
    if lead < 0x80 { return (lead, position + 1) }
    let second = UInt32(self[position + 1] & 0x3F)
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | second, position + 2) }
    let third = UInt32(self[position + 2] & 0x3F)
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | second << 6 | third, position + 3) }
    let fourth = UInt32(self[position + 3] & 0x3F)
    return ((lead & 0x07) << 18 | second << 12 | third << 6 | fourth, position + 4)
  }

  /// The code point before `position` of well-formed UTF-8, and where it starts.
  @inline(__always)
  func scalar(before position: Int) -> (value: UInt32, start: Int) {
    var start = position - 1
    while start > 0 && self[start] & 0xC0 == 0x80 { start -= 1 }
    return (scalar(at: start).value, start)
  }
}
