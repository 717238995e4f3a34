// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gate
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct `Reports` {
  /// Four tasks with a verdict each, one with an ugly name.
  private func report() throws -> GateReport {
    let values = Fixture.values(80, seed: 6)
    let names = ["fine", "worse", "better", "<odd> & \"named\"|", "gone"]
    let baseline = names.map { Fixture.task($0, values: values) }
    var candidate = [
      Fixture.task("fine", values: values),
      Fixture.task("worse", values: Fixture.moved(values, by: -0.1, noise: 0.1, seed: 1)),
      Fixture.task("better", values: Fixture.moved(values, by: 0.1, noise: 0.1, seed: 2)),
      Fixture.task(names[3], values: Fixture.moved(values, by: 0, noise: 0.5, seed: 3)),
    ]
    candidate[0].program = "0.2"
    return try Fixture.report(baseline, candidate, ["nDCG@10>=-0.001"])
  }

  @Test func `count what they show`() throws {
    let report = try report()
    #expect(
      report.comparisons.map(\.verdict)
        == [.pass, .regressed, .improved, .cannotTell, .incomplete])
    #expect(report.verdict == .regressed && report.exitCode() == 2 && report.tests == 4)
  }

  @Test func `as JUnit are well-formed, with a case for each comparison`() throws {
    let text = try report().junit
    let delegate = ElementCounter()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = delegate
    #expect(parser.parse())
    #expect(
      delegate.counts == [
        "testsuite": 1, "testcase": 5, "failure": 1, "error": 1, "skipped": 1, "system-out": 3,
      ])
    #expect(text.contains(#"tests="5" failures="1" errors="1" skipped="1""#))
    #expect(delegate.classes.contains("beir/<odd> & \"named\"|"))
  }

  @Test func `as JSON are one line with every number`() throws {
    let text = try report().json
    #expect(text.filter { $0 == "\n" }.count == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let comparisons = try #require(object["comparisons"] as? [[String: Any]])
    #expect(comparisons.count == 5 && object["passes"] as? Bool == false)
    #expect(comparisons[1]["verdict"] as? String == "regressed")
    #expect((comparisons[1]["losers"] as? [Any])?.count == 5)
    #expect(comparisons[4]["baseline"] is NSNull)
  }

  @Test func `as Markdown keep their tables whole`() throws {
    let text = try report().markdown
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("nDCG") }
    #expect(rows.count == 5)
    for row in rows { #expect(row.replacing("\\|", with: "").filter { $0 == "|" }.count == 10) }
    #expect(text.contains("&lt;odd>"))
    #expect(text.contains("Queries that lost most: beir/worse"))
  }

  @Test func `as annotations say what fails, warn of what cannot be told`() throws {
    let lines = try report().annotations.split(separator: "\n")
    #expect(
      lines.map { $0.prefix { $0 != " " } } == [
        "::error", "::notice", "::warning", "::error", "::notice",
      ])
    #expect(lines[0].hasPrefix("::error title=regressed%3A beir/worse nDCG@10>=-0.001::"))
    #expect(lines[2].contains("80 %25 of the time"))
  }

  @Test func `are the same for the same settings, and for any number of threads`() throws {
    let values = Fixture.values(80, seed: 6)
    let moved = Fixture.moved(values, by: -0.01, noise: 0.1, seed: 5)
    let reports = try [1, 2, 5].map { threads in
      try Fixture.report(
        [Fixture.task(values: values)], [Fixture.task(values: moved)], ["nDCG@10", "R@100"]
      ) { $0.threads = threads }.json
    }
    #expect(Set(reports).count == 1)
  }
}

/// Counts the elements of an XML document.
private final class ElementCounter: NSObject, XMLParserDelegate {
  var counts: [String: Int] = [:]
  var classes: Set<String> = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
    if let name = attributes["classname"] { classes.insert(name) }
  }
}
