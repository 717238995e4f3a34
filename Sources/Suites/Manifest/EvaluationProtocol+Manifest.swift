// SPDX-License-Identifier: Apache-2.0

import Manifests
public import Retrieval

/// Keys of a `protocol:` mapping in a manifest.
private enum Key {
  static let text = "text"
  static let ignoresIdenticalIDs = "ignore-identical-ids"
  static let positiveGrade = "positive-grade"
  static let gain = "gain"
  static let depth = "depth"
  static let ties = "ties"
  static let queries = "queries"
  static let missingQueries = "missing-queries"
  static let averaging = "averaging"
  static let instruction = "instruction"
  static let appliesExclusions = "exclusions"
  static let evidence = "evidence"

  static let all = [
    text, ignoresIdenticalIDs, positiveGrade, gain, depth, ties, queries, missingQueries, averaging,
    instruction, appliesExclusions, evidence,
  ]
}

extension EvaluationProtocol {
  /// This protocol with the settings changed that a `protocol:` mapping names.
  ///
  /// - Throws: `.malformed` at an unknown key or value.
  func changed(by value: ManifestValue?) throws(DataError) -> EvaluationProtocol {
    guard let value else { return self }
    let mapping = try ManifestMapping(value, keys: Key.all)
    var result = self
    if let value = mapping[Key.text] { result.text = try value.choice(of: TextRule.self) }
    if let value = mapping[Key.ignoresIdenticalIDs] {
      result.ignoresIdenticalIDs = try value.boolean()
    }
    if let grade = try mapping.integer(Key.positiveGrade) { result.positiveGrade = grade }
    if let value = mapping[Key.gain] { result.gain = try value.choice(of: Gain.self) }
    if let value = mapping[Key.depth] {
      result.depth = try value.integer()
      guard result.depth > 0 else { throw value.unexpected("a depth of at least 1") }
    }
    if let value = mapping[Key.ties] { result.ties = try value.choice(of: TieRule.self) }
    if let value = mapping[Key.queries] { result.queries = try value.choice(of: QueryRule.self) }
    if let value = mapping[Key.missingQueries] {
      result.missingQueries = try value.choice(of: MissingQueryRule.self)
    }
    if let value = mapping[Key.averaging] {
      result.averaging = try value.choice(of: Averaging.self)
    }
    if let value = mapping[Key.instruction] {
      result.instruction = try value.choice(of: InstructionUse.self)
    }
    if let value = mapping[Key.appliesExclusions] {
      result.appliesExclusions = try value.boolean()
    }
    if let value = mapping[Key.evidence] {
      result.evidence = try value.choice(of: EvidenceRule.self)
    }
    return result
  }

  /// Every setting by the name it has in manifests, written as there: `"depth": "1000"`.
  ///
  /// This is what the protocol hash is taken over and what an experiment's page shows. Evidence is
  /// there only where sets count, so that the hashes of all other protocols stay what they were.
  public var settings: [String: String] {
    var settings = [
      Key.text: text.rawValue,
      Key.ignoresIdenticalIDs: String(ignoresIdenticalIDs),
      Key.positiveGrade: String(positiveGrade),
      Key.gain: gain.rawValue,
      Key.depth: String(depth),
      Key.ties: ties.rawValue,
      Key.queries: queries.rawValue,
      Key.missingQueries: missingQueries.rawValue,
      Key.averaging: averaging.rawValue,
      Key.instruction: instruction.rawValue,
      Key.appliesExclusions: String(appliesExclusions),
    ]
    if evidence != .documents { settings[Key.evidence] = evidence.rawValue }
    return settings
  }

  /// The protocol that ``settings`` were written from; what is not there has its default.
  ///
  /// - Returns: nil at a name or value that this program does not know.
  public init?(settings: [String: String]) {
    self.init()
    for (name, value) in settings {
      guard set(name, value) else { return nil }
    }
  }

  /// Changes one setting; false where name or value mean nothing.
  private mutating func set(_ name: String, _ value: String) -> Bool {
    switch name {
    case Key.text: assign(TextRule(rawValue: value), \.text)
    case Key.ignoresIdenticalIDs: assign(Bool(value), \.ignoresIdenticalIDs)
    case Key.positiveGrade: assign(Int(value), \.positiveGrade)
    case Key.gain: assign(Gain(rawValue: value), \.gain)
    case Key.depth: assign(Int(value).flatMap { $0 > 0 ? $0 : nil }, \.depth)
    case Key.ties: assign(TieRule(rawValue: value), \.ties)
    case Key.queries: assign(QueryRule(rawValue: value), \.queries)
    case Key.missingQueries: assign(MissingQueryRule(rawValue: value), \.missingQueries)
    case Key.averaging: assign(Averaging(rawValue: value), \.averaging)
    case Key.instruction: assign(InstructionUse(rawValue: value), \.instruction)
    case Key.appliesExclusions: assign(Bool(value), \.appliesExclusions)
    case Key.evidence: assign(EvidenceRule(rawValue: value), \.evidence)
    default: false
    }
  }

  private mutating func assign<Value>(
    _ value: Value?, _ path: WritableKeyPath<EvaluationProtocol, Value>
  ) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }
}
