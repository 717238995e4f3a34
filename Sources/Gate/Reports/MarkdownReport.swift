// SPDX-License-Identifier: Apache-2.0

extension GateReport {
  /// The report as Markdown, for the summary of a CI job.
  public var markdown: String {
    var text = "## bench gate: \(passes ? "passed" : "failed")\n\n"
    if !title.isEmpty { text += "\(cell(title))\n\n" }
    text += "| | task | rule | baseline | candidate | difference | 95 % interval | p | |\n"
    text += "|---|---|---|--:|--:|--:|---|--:|---|\n"
    for comparison in comparisons {
      let cells =
        ["\(symbol(comparison.verdict)) **\(comparison.verdict.rawValue)**"]
        + [comparison.subject, "`\(comparison.rule.description)`"] + numbers(of: comparison)
        + [comparison.reason]
      text += "| " + cells.map(cell).joined(separator: " | ") + " |\n"
    }
    text += "\np: probability of such a loss by chance, one-sided paired randomisation test, "
    text += "adjusted for \(tests) \(tests == 1 ? "test" : "tests") (Holm); level "
    text += "\(number(settings.level)).\n"
    for note in notes { text += "\n- \(cell(note))" }
    if !notes.isEmpty { text += "\n" }
    for comparison in comparisons where comparison.verdict == .regressed {
      guard let losers = comparison.evidence?.losers, !losers.isEmpty else { continue }
      text += "\n<details><summary>Queries that lost most: \(cell(comparison.subject)), "
      text += "\(cell(comparison.rule.description))</summary>\n\n"
      text += "| query | baseline | candidate |\n|---|--:|--:|\n"
      for query in losers {
        text += "| \(cell(query.id)) | \(number(query.baseline)) | \(number(query.candidate)) |\n"
      }
      text += "\n</details>\n"
    }
    return text
  }

  private func numbers(of comparison: GateComparison) -> [String] {
    let means = [comparison.baseline, comparison.candidate].map { $0.map(number) ?? "" }
    guard let evidence = comparison.evidence else { return means + ["", "", ""] }
    let interval = evidence.interval
    return means + [
      signed(evidence.difference),
      "\(signed(interval.lowerBound)) … \(signed(interval.upperBound))",
      probability(evidence.adjustedLossPValue),
    ]
  }

  private func symbol(_ verdict: Verdict) -> String {
    switch verdict {
    case .pass: "✅"
    case .improved: "🎉"
    case .regressed: "❌"
    case .cannotTell: "❔"
    case .incomparable, .incomplete: "⛔"
    }
  }

  /// Text in a cell of a table.
  private func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ").replacing("<", with: "&lt;")
  }
}
