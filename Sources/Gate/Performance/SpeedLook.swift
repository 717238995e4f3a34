// SPDX-License-Identifier: Apache-2.0

/// What came of measuring all rounds of a look.
public struct SpeedLook: Sendable, Hashable {
  /// The measurements; nil where there were not enough that conform to the hardware profile.
  public var comparison: SpeedComparison?
  /// Rounds that were measured again, as they did not conform.
  public var repeated: Int
  /// Why they did not, in the order in which it was seen.
  public private(set) var reasons: [String]

  /// A look.
  public init(_ comparison: SpeedComparison?, repeated: Int = 0, reasons: [String] = []) {
    self.comparison = comparison
    self.repeated = repeated
    self.reasons = reasons
  }

  /// Adds a reason, unless one that differs from it in numbers only was seen before.
  public mutating func note(_ reason: String) {
    func kind(_ text: String) -> String { text.filter { !$0.isNumber } }
    if !reasons.contains(where: { kind($0) == kind(reason) }) { reasons.append(reason) }
  }
}
