// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import Formats

/// Reads the input as a Python list of strings, writes what was read as Python's `repr` may, and
/// reads it back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPythonList(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let literal = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
  do throws(PythonStringList.Fault) {
    let strings = try PythonStringList(literal).strings
    let again = try PythonStringList("[" + strings.map(quoted).joined(separator: ", ") + "]")
    require(
      again.strings.map { Array($0.utf8) } == strings.map { Array($0.utf8) },
      "written and read it is the same")
  } catch {
    require((1...literal.utf8.count + 1).contains(error.place), "the place exists")
    require(error.problem.utf8.starts(with: "found ".utf8), "it is refused for a reason")
  }
  return 0
}

/// A string as a literal of ASCII, in single quotes.
private func quoted(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar in
    switch scalar {
    case "'", "\\": "\\\(scalar)"
    case " "..."~": String(scalar)
    default:
      "\\U" + String(repeating: "0", count: 8 - String(scalar.value, radix: 16).count)
        + String(scalar.value, radix: 16)
    }
  }
  return "'" + escaped.joined() + "'"
}
