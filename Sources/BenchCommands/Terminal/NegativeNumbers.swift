// SPDX-License-Identifier: Apache-2.0

extension [String] {
  /// The words of a command line with `--depth -1` written as `--depth=-1`.
  ///
  /// The parser takes every word that begins with a hyphen for an option, and would answer the
  /// first form with a missing value, whatever the option says about numbers.
  var joiningNegativeNumbers: [String] {
    var joined: [String] = []
    for (place, word) in enumerated() {
      if word == "--" { return joined + self[place...] }
      if word.isNegativeNumber, let option = joined.last, option.isOptionName {
        joined[joined.count - 1] = option + "=" + word
      } else {
        joined.append(word)
      }
    }
    return joined
  }
}

extension String {
  /// Whether it is `-1`, `-.5`, `-1e3` …
  fileprivate var isNegativeNumber: Bool { hasPrefix("-") && Double(self)?.isFinite == true }

  /// Whether it is an option that has no value yet: `--depth`, `-M`.
  fileprivate var isOptionName: Bool {
    guard hasPrefix("-"), !contains("="), !isNegativeNumber else { return false }
    return hasPrefix("--") || count == 2
  }
}
