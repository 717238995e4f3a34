// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Leaderboard

@Suite struct `Numbers as text` {
  @Test(arguments: [
    (0.67885, "0.6788"), (0.678_95, "0.6790"), (1.0, "1.0000"), (0.0, "0.0000"),
    (-0.000_01, "0.0000"), (12.5, "12.5000"),
  ])
  func `scores have four decimals`(value: Double, text: String) {
    #expect(NumberText.score(value) == text)
  }

  @Test(arguments: [
    (0.0012, "+0.0012"), (-0.0003, "−0.0003"), (0.000_04, "0.0000"), (-0.000_04, "0.0000"),
  ])
  func `differences carry their sign`(value: Double, text: String) {
    #expect(NumberText.difference(value) == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (5_416_593, "5,416,593"), (-1234, "-1,234"),
  ])
  func `counts have commas`(value: Int, text: String) {
    #expect(NumberText.count(value) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (0.0421, "0.042"), (0.9996, "1.00"), (4.134, "4.13"), (41.34, "41.3"),
    (99.96, "100"), (4130.4, "4,130"), (Double.infinity, "–"),
  ])
  func `quantities have about three digits`(value: Double, text: String) {
    #expect(NumberText.quantity(value) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (2_310_000, "2.31 MB"), (999_600, "1.00 MB"),
    (7_000_000_000_000_000, "7,000 TB"),
  ])
  func `bytes take the largest fitting unit`(value: Int, text: String) {
    #expect(NumberText.bytes(value) == text)
  }

  @Test(arguments: [
    (0.0, "1970-01-01 00:00 UTC"), (951_782_399.9, "2000-02-28 23:59 UTC"),
    (951_782_400, "2000-02-29 00:00 UTC"), (1_740_837_900, "2025-03-01 14:05 UTC"),
    (-60, "1969-12-31 23:59 UTC"), (4_107_542_400, "2100-03-01 00:00 UTC"),
  ])
  func `dates are in UTC and know leap years`(seconds: Double, text: String) {
    #expect(NumberText.date(seconds) == text)
  }
}

@Suite struct `Names of pages` {
  @Test(arguments: [
    ("scifact", "scifact"), ("cqadupstack/android", "cqadupstack~2fandroid"), ("..", "~2e."),
    ("", "~"), ("A b", "~41~20b"), ("é", "~c3~a9"), ("a~2fb", "a~7e2fb"), ("v1.0_x-y", "v1.0_x-y"),
  ])
  func `every other byte is written in hex`(name: String, file: String) {
    #expect(PageName.file(name) == file)
  }

  @Test func `names that differ in case, length or marks stay apart`() {
    let long = String(repeating: "x", count: 5000)
    let names = [
      "a/b", "a~2fb", "A/b", "a b", "a+b", "a%20b", "é", "e\u{301}", long, long + "y", "", "~", ".",
    ]
    let files = names.map(PageName.file)
    #expect(Set(files).count == names.count)
    #expect(files.allSatisfy { $0.utf8.count <= 120 })
    #expect(
      files.allSatisfy {
        $0.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-_.~".utf8.contains($0) }
      })
  }
}

@Suite struct `Text as markup` {
  @Test func `the five special characters are escaped`() {
    #expect(
      MarkupText().escapeText(#"<a b="c" d='e'>&"#)
        == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;")
  }

  @Test func `a combining mark does not shield a special character`() {
    let escaped = MarkupText().escapeText("<\u{301}script\"\u{20E3}>\u{FE0F}")
    #expect(escaped == "&lt;\u{301}script&quot;\u{20E3}&gt;\u{FE0F}")
  }

  @Test func `characters that HTML forbids are replaced`() {
    #expect(
      MarkupText().escapeText("a\u{0}b\u{1B}c\u{9F}d\u{FFFE}\r\n\té漢")
        == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD} \n\té漢")
  }
}

@Suite struct `Comma-separated values` {
  @Test func `fields are quoted where needed and numbers keep all digits`() {
    var csv = CSV(header: ["name", "value"])
    csv.append([.text("a,\"b\"\nc"), .number(0.1 + 0.2)])
    csv.append([.text("plain"), .number(nil)])
    csv.append([.text("é"), .count(7)])
    #expect(
      csv.text == "name,value\r\n\"a,\"\"b\"\"\nc\",0.30000000000000004\r\nplain,\r\né,7\r\n")
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
  func `a spreadsheet does not run a name as a formula`(name: String) {
    #expect(CSV(header: [name]).text == "'\(name)\r\n")
  }
}
