// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A page of the documentation that shows what is said about malformed input, made from tests.
public struct MalformedPage {
  /// Something that is wrong, and what is said about it.
  public struct Row {
    /// What the page has a section for.
    public var section: String
    /// What is wrong, in a few words.
    public var name: String
    /// The whole message.
    public var message: String

    /// A row of the table.
    public init(section: String, name: String, message: String) {
      self.section = section
      self.name = name
      self.message = message
    }
  }

  /// The page as the rows make it.
  public let text: String
  /// Where it is.
  public let file: URL

  /// The page at `path` in the repository.
  public init(_ path: String, title: String, introduction: String, rows: [Row]) {
    file = TestData.repository.appending(path: path)
    var lines = ["# \(title)", "", introduction]
    var section = ""
    for row in rows {
      if row.section != section {
        section = row.section
        lines += ["", "## \(section)", "", "| what is wrong | what is said |", "|---|---|"]
      }
      lines.append("| \(Self.cell(row.name)) | \(Self.cell(row.message)) |")
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The page as it is, written anew first where `BENCH_WRITE_DOCS` says so (`make docs`).
  public func written() throws -> String {
    if ProcessInfo.processInfo.environment["BENCH_WRITE_DOCS"] != nil {
      try Data(text.utf8).write(to: file)
    }
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// Text inside of a table: its own bars and angle brackets are no markup.
  private static func cell(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("|", with: "\\|")
      .replacing("*", with: "\\*").replacing("_", with: "\\_").replacing("`", with: "\\`")
      .split(separator: "\n").joined(separator: "<br>")
  }
}
