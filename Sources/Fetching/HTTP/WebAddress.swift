// SPDX-License-Identifier: Apache-2.0

/// The part of an address that decides whom a request trusts.
struct WebAddress {
  /// `https` or `http`.
  let scheme: String
  /// Scheme, host and port in lower case, `https://example.org:443`.
  let origin: String

  /// The parts of an address; nil when it is none of HTTP.
  init?(_ address: String) {
    let parts = address.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, parts[1].hasPrefix("//") else { return nil }
    scheme = parts[0].lowercased()
    guard scheme == "https" || scheme == "http" else { return nil }
    let authority = parts[1].dropFirst(2).prefix { !"/?#\\".contains($0) }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    guard !host.isEmpty else { return nil }
    let hasPort = host.reversed().prefix { $0 != "]" }.contains(":")
    let port = hasPort ? "" : scheme == "https" ? ":443" : ":80"
    origin = "\(scheme)://\(host.lowercased())\(port)"
  }
}

/// A path with everything percent-encoded that an address cannot hold, slashes kept.
func percentEncoded(path: String) -> String {
  var result = ""
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
      result.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      result += byte < 16 ? "%0" + digits : "%" + digits
    }
  }
  return result
}
