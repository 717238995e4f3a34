// SPDX-License-Identifier: Apache-2.0

/// Status and headers of a response.
struct HTTPResponse {
  /// The status, 200; 0 before there is one.
  var status = 0
  /// Values by lower-case names; the last one of a repeated header.
  var headers: [String: String] = [:]
  /// Where a redirect leads, as an absolute address.
  var redirect: String?

  /// Takes one line of the head; a status line begins a new response.
  mutating func add(line: String) {
    if line.hasPrefix("HTTP/") {
      headers = [:]
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    headers[line[..<colon].lowercased()] = trimmed(line[line.index(after: colon)...])
  }

  /// Size of the body, where the server says it.
  var length: Int? { headers["content-length"].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 } }

  /// Where a partial body starts, and the size of the whole where the server says it.
  var contentRange: (start: Int, total: Int?)? {
    guard let value = headers["content-range"], value.hasPrefix("bytes ") else { return nil }
    let parts = value.dropFirst(6).split(separator: "/")
    guard parts.count == 2, let start = parts[0].split(separator: "-").first.flatMap({ Int($0) })
    else { return nil }
    return (start, Int(parts[1]))
  }

  /// What must be unchanged for the rest of the file to belong to its beginning: a strong entity
  /// tag, else the date of the last change.
  var validator: String? {
    if let tag = headers["etag"], !tag.hasPrefix("W/") { return tag }
    return headers["last-modified"]
  }

  /// Seconds to wait before the next try, where the server asks for it.
  func retryAfter(now: Int) -> Int? {
    guard let value = headers["retry-after"] else { return nil }
    if let seconds = Int(value) { return max(0, seconds) }
    return secondsSince1970(httpDate: value).map { max(0, $0 - now) }
  }
}

private func trimmed(_ text: Substring) -> String {
  let isSpace = { (character: Character) in character.isWhitespace }
  return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
}
