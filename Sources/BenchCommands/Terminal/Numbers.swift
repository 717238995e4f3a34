// SPDX-License-Identifier: Apache-2.0

import Measures

/// Bytes for people: `512 B`, `3.4 MB`.
func formatBytes(_ bytes: Int) -> String {
  var value = Double(bytes)
  var unit = "B"
  for larger in ["kB", "MB", "GB", "TB"] where value >= 1000 {
    value /= 1000
    unit = larger
  }
  return unit == "B" ? "\(bytes) B" : "\(fixedPoint(value, decimals: value < 10 ? 1 : 0)) \(unit)"
}

/// Seconds for people: `0.42 s`, `12 s`, `3 min 5 s`, `2 h 4 min`.
func formatSeconds(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 0 else { return "–" }
  let whole = Int(seconds.rounded())
  switch seconds {
  case ..<10: return fixedPoint(seconds, decimals: 2) + " s"
  case ..<60: return "\(whole) s"
  case ..<3600: return "\(whole / 60) min \(whole % 60) s"
  default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
