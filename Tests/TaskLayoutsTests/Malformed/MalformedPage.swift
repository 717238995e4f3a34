// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The page of the documentation that shows what is said about malformed input.
enum MalformedPage {
  static let file = TestData.repository.appending(path: "docs/malformed-input.md")

  /// The page as the cases make it.
  static var text: String {
    var lines = [
      "# What is said about malformed input", "",
      """
      Every case below is a test (`Tests/TaskLayoutsTests/Malformed`), and this page is made from
      them (`make docs`). A message names the file, relative to the task's folder here, the line or
      row where there is one, what was found, what was expected, and how to mend it; `bench` exits
      with 65 for wrong content and 66 for what is missing.
      """,
    ]
    var layout = ""
    for wrong in MalformedCase.all {
      if wrong.layout != layout {
        layout = wrong.layout
        lines += ["", "## \(layout)", "", "| what is wrong | what is said |", "|---|---|"]
      }
      lines.append("| \(cell(wrong.name)) | \(cell(wrong.message)) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text inside of a table: its own bars and angle brackets are no markup.
  private static func cell(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("|", with: "\\|")
      .replacing("*", with: "\\*").replacing("_", with: "\\_").replacing("`", with: "\\`")
      .split(separator: "\n").joined(separator: "<br>")
  }
}

struct MalformedPageTests {
  @Test func `the page in the documentation is current`() throws {
    if ProcessInfo.processInfo.environment["BENCH_WRITE_DOCS"] != nil {
      try Data(MalformedPage.text.utf8).write(to: MalformedPage.file)
    }
    let written = try String(contentsOf: MalformedPage.file, encoding: .utf8)
    #expect(written == MalformedPage.text, "`make docs` writes it again")
  }
}
