// SPDX-License-Identifier: Apache-2.0

/// A pattern of paths, as shells have them: `*.parquet`, `data/test-*`, `**/*.{jsonl,parquet}`.
///
/// `*` stands for any characters of one component and `?` for one of them, `**` for any number of
/// folders, also none, and `{a,b}` for either.
public struct FilePattern: Sendable, Hashable {
  /// The pattern as it is written.
  public let text: String
  /// Components of what it stands for without braces.
  private let alternatives: [[Substring]]

  /// Reads a pattern of relative paths.
  ///
  /// Nil where it is none: a component is empty, `.` or `..`, `**` is not a component of its own,
  /// braces are nested or not closed, or a backslash, a bracket or a control character is in it.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && !#"\[]"#.utf8.contains($0) }),
      let plain = Self.expanded(text[...])
    else { return nil }
    alternatives = plain.map { path in
      Substring(path).split(separator: "/", omittingEmptySubsequences: false)
    }
    let areSound = alternatives.joined().allSatisfy { part in
      !part.isEmpty && part != "." && part != ".." && (part == "**" || !part.contains("**"))
    }
    guard areSound else { return nil }
    self.text = text
  }

  /// Whether a path with `/` between components is one of those.
  public func matches(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
    return alternatives.contains { Self.matches(parts, $0[...]) }
  }

  /// What the pattern stands for without its braces; nil where they do not pair.
  private static func expanded(_ text: Substring) -> [String]? {
    guard let open = text.firstIndex(of: "{") else {
      return text.contains("}") ? nil : [String(text)]
    }
    guard let close = text[open...].firstIndex(of: "}"), !text[..<open].contains("}") else {
      return nil
    }
    let inside = text[text.index(after: open)..<close]
    guard !inside.contains("{"), let rest = expanded(text[text.index(after: close)...]) else {
      return nil
    }
    return inside.split(separator: ",", omittingEmptySubsequences: false).flatMap { choice in
      rest.map { text[..<open] + choice + $0 }
    }
  }

  private static func matches(
    _ parts: ArraySlice<Substring>, _ pattern: ArraySlice<Substring>
  ) -> Bool {
    guard let first = pattern.first else { return parts.isEmpty }
    if first == "**" {
      // At the end it stands for all that is below, elsewhere for folders only.
      if pattern.count == 1 { return !parts.isEmpty }
      return (parts.startIndex...parts.endIndex).contains { start in
        matches(parts[start...], pattern.dropFirst())
      }
    }
    guard let part = parts.first, matches(component: part, first) else { return false }
    return matches(parts.dropFirst(), pattern.dropFirst())
  }

  private static func matches(component: Substring, _ pattern: Substring) -> Bool {
    var (at, wanted) = (component.startIndex, pattern.startIndex)
    // Where to go on when what follows the last star does not fit here.
    var retry: (at: Substring.Index, wanted: Substring.Index)?
    while at < component.endIndex {
      if wanted < pattern.endIndex, pattern[wanted] == "*" {
        wanted = pattern.index(after: wanted)
        retry = (at, wanted)
      } else if wanted < pattern.endIndex,
        pattern[wanted] == "?" || pattern[wanted] == component[at]
      {
        (at, wanted) = (component.index(after: at), pattern.index(after: wanted))
      } else if let star = retry {
        at = component.index(after: star.at)
        wanted = star.wanted
        retry = (at, wanted)
      } else {
        return false
      }
    }
    return pattern[wanted...].allSatisfy { $0 == "*" }
  }
}
