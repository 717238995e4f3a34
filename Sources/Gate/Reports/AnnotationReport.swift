// SPDX-License-Identifier: Apache-2.0

extension GateReport {
  /// The report as GitHub workflow commands, which become annotations of the job.
  public var annotations: String {
    comparisons.compactMap { comparison -> String? in
      let kind: String
      if comparison.verdict.fails(isStrict: settings.isStrict) {
        kind = "error"
      } else {
        switch comparison.verdict {
        case .cannotTell: kind = "warning"
        case .improved: kind = "notice"
        case .pass, .regressed, .incomparable, .incomplete: return nil
        }
      }
      let title = "\(comparison.verdict.rawValue): \(comparison.subject) \(comparison.rule)"
      return "::\(kind) title=\(property(title))::\(message(comparison.reason))\n"
    }.joined() + notes.map { "::notice title=bench gate::\(message($0))\n" }.joined()
  }

  private func message(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private func property(_ text: String) -> String {
    message(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
