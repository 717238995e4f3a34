// SPDX-License-Identifier: Apache-2.0

/// What the gate says of one comparison, or of all of them.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// Not worse than the rule allows, and there was enough to see that.
  case pass
  /// Better, beyond chance.
  case improved
  /// Worse than the rule allows, beyond chance.
  case regressed
  /// Too few queries to say either.
  case cannotTell = "cannot tell"
  /// Data, protocol or scoring differ: the numbers mean different things.
  case incomparable
  /// Something that the baseline has is missing.
  case incomplete

  /// Whether the gate fails because of it.
  ///
  /// - Parameter isStrict: Whether not being able to tell fails too.
  public func fails(isStrict: Bool = false) -> Bool {
    switch self {
    case .pass, .improved: false
    case .cannotTell: isStrict
    case .regressed, .incomparable, .incomplete: true
    }
  }

  /// How bad it is, to pick the worst of several.
  var severity: Int {
    switch self {
    case .improved: 0
    case .pass: 1
    case .cannotTell: 2
    case .incomparable: 3
    case .incomplete: 4
    case .regressed: 5
    }
  }
}
