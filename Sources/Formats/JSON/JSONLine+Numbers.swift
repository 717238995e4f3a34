// SPDX-License-Identifier: Apache-2.0

extension JSONLine {
  /// Appends the numbers in the list in field `index`, each the nearest float of the nearest double;
  /// infinite where it is out of range. False when the field does not occur.
  package func appendNumbers(
    _ index: Int, to numbers: inout [Float]
  ) throws(JSONFault.Reason) -> Bool {
    let range: Range<Int>
    switch fields.values[index] {
    case .absent: return false
    case .array(let found): range = found
    case let other:
      throw .content(
        "found \(other.name) in field \"\(fields.names[index])\", expected a list of numbers")
    }
    // The scanner has checked that this is a list.
    let text = FieldText(UnsafeRawBufferPointer(start: scanner.base, count: range.upperBound - 1))
    var place = range.lowerBound + 1
    while true {
      while text[place] <= 0x20, place < text.count { place += 1 }
      guard place < text.count else { return true }
      guard let number = DecimalNumber(in: text, at: place) else {
        throw .content(
          "found no number in the list in field \"\(fields.names[index])\" behind \(numbers.count) "
            + "others, expected numbers")
      }
      numbers.append(Float(number.value))
      place = number.end
      while text[place] <= 0x20, place < text.count { place += 1 }
      if place < text.count { place += 1 }
    }
  }
}
