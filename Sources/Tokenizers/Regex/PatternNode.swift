// SPDX-License-Identifier: Apache-2.0

/// A pattern as it was written.
indirect enum PatternNode: Sendable {
  case set(ScalarSet)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  /// A nil maximum means no limit.
  case repeated(PatternNode, minimum: Int, maximum: Int?, PatternGreed)
  case look(PatternNode, isAhead: Bool, isNegative: Bool)
  case atomic(PatternNode)
  case anchor(PatternAnchor)

  /// Whether this may match nothing.
  var isNullable: Bool {
    switch self {
    case .set: false
    case .sequence(let parts): parts.allSatisfy(\.isNullable)
    case .alternatives(let parts): parts.contains(where: \.isNullable)
    case .repeated(let body, let minimum, _, _): minimum == 0 || body.isNullable
    case .look, .anchor: true
    case .atomic(let body): body.isNullable
    }
  }

  /// Whether something inside repeats without limit.
  var repeatsWithoutLimit: Bool {
    switch self {
    case .set, .anchor: false
    case .sequence(let parts), .alternatives(let parts):
      parts.contains(where: \.repeatsWithoutLimit)
    case .repeated(let body, _, let maximum, _): maximum == nil || body.repeatsWithoutLimit
    case .look(let body, _, _), .atomic(let body): body.repeatsWithoutLimit
    }
  }
}

/// How much a repetition takes.
enum PatternGreed: Sendable {
  /// As much as it can, less if the rest does not match otherwise.
  case greedy
  /// As little as it can.
  case lazy
  /// As much as it can, never less.
  case possessive
}

/// Places between characters.
enum PatternAnchor: Sendable {
  case lineStart, lineEnd, textStart, textEnd, textEndOrLastNewline
}

/// Why a pattern is refused.
struct PatternFault: Error {
  /// What was found and what was expected.
  var problem: String
}
