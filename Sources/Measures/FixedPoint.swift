// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `value` with `decimals` digits behind the point, rounded exactly as C's `printf` does.
package func fixedPoint(_ value: Double, decimals: Int) -> String {
  var text = [CChar](repeating: 0, count: 400)
  let length = withVaList([Int32(decimals), value]) { arguments in
    vsnprintf(&text, text.count, "%.*f", arguments)
  }
  return String(decoding: text.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
}
