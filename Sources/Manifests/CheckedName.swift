// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// A name that is safe in paths, addresses and command lines.
///
/// - Parameter slashes: Whether it may have several components, `cqadupstack/android`.
package func checkedName(_ value: ManifestValue, slashes: Bool) throws(DataError) -> String {
  let name = try value.text()
  let components = name.split(separator: "/", omittingEmptySubsequences: false)
  let wellFormed = components.allSatisfy { component in
    guard let first = component.utf8.first, first != UInt8(ascii: ".") else { return false }
    return component.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
  guard wellFormed, slashes || components.count == 1 else {
    let more = slashes ? ", in components separated by slashes" : ""
    throw value.unexpected("a name of lower-case letters, digits and . _ -" + more)
  }
  return name
}
