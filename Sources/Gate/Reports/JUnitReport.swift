// SPDX-License-Identifier: Apache-2.0

extension GateReport {
  /// The report as JUnit XML, which most CI systems show: a test case for each comparison.
  ///
  /// What fails is a `failure`, what cannot be compared or is missing an `error`, and what cannot be
  /// told is `skipped`.
  public var junit: String {
    func fails(_ comparison: GateComparison) -> Bool {
      comparison.verdict.fails(isStrict: settings.isStrict)
    }
    let errors = comparisons.count { $0.verdict == .incomparable || $0.verdict == .incomplete }
    let failures = comparisons.count { fails($0) } - errors
    let skipped = comparisons.count { $0.verdict == .cannotTell && !fails($0) }
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    lines.append(
      "<testsuite name=\"bench gate\" tests=\"\(comparisons.count)\" failures=\"\(failures)\" "
        + "errors=\"\(errors)\" skipped=\"\(skipped)\">")
    for comparison in comparisons {
      let name = escaped(comparison.rule.description)
      let subject = escaped(comparison.subject.isEmpty ? "gate" : comparison.subject)
      let reason = escaped(comparison.reason)
      lines.append("  <testcase classname=\"\(subject)\" name=\"\(name)\">")
      switch comparison.verdict {
      case .incomparable, .incomplete:
        lines.append("    <error type=\"\(comparison.verdict.rawValue)\" message=\"\(reason)\"/>")
      case .regressed, .cannotTell, .pass, .improved:
        if fails(comparison) {
          lines.append(
            "    <failure type=\"\(comparison.verdict.rawValue)\" message=\"\(reason)\">"
              + escaped(comparison.losersText) + "</failure>")
        } else if comparison.verdict == .cannotTell {
          lines.append("    <skipped message=\"\(reason)\"/>")
        } else {
          lines.append("    <system-out>\(reason)</system-out>")
        }
      }
      lines.append("  </testcase>")
    }
    for note in notes { lines.append("  <system-out>\(escaped(note))</system-out>") }
    lines.append("</testsuite>")
    return lines.joined(separator: "\n") + "\n"
  }

  private func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "\t", "\n", "\r": output += "&#\(scalar.value);"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": output += "\u{FFFD}"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}

extension GateComparison {
  /// The queries that lost most, a line each; empty where there is none.
  var losersText: String {
    guard let losers = evidence?.losers, !losers.isEmpty else { return "" }
    return "queries that lost most:\n"
      + losers.map { "\($0.id): \(number($0.baseline)) → \(number($0.candidate))\n" }.joined()
  }
}
