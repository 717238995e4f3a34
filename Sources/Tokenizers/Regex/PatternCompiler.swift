// SPDX-License-Identifier: Apache-2.0

/// Turns the tree of a pattern into instructions.
struct PatternCompiler {
  private(set) var sets: [ScalarSet] = []
  var code: [Pattern.Instruction] = []
  private static let maximumLength = 20_000

  mutating func compile(_ node: PatternNode) throws(PatternFault) {
    guard code.count < Self.maximumLength else {
      throw PatternFault(
        problem: "found a pattern of more than \(Self.maximumLength) steps, expected fewer")
    }
    switch node {
    case .set(let set):
      sets.append(set)
      code.append(.set(sets.count - 1))
    case .sequence(let parts):
      for part in parts { try compile(part) }
    case .alternatives(let parts):
      try compileAlternatives(parts)
    case .repeated(let body, let minimum, let maximum, let greed):
      if greed == .possessive {
        let place = reserve()
        try compile(.repeated(body, minimum: minimum, maximum: maximum, .greedy))
        code.append(.accept)
        code[place] = .atomic(next: code.count)
      } else if case .set(let set) = body, greed == .greedy {
        sets.append(set)
        code.append(.run(set: sets.count - 1, minimum: minimum, maximum: maximum ?? .max))
      } else {
        try compileRepetition(body, minimum, maximum, isLazy: greed == .lazy)
      }
    case .look(let body, let isAhead, let isNegative):
      let place = reserve()
      try compile(body)
      code.append(.accept)
      code[place] = .look(next: code.count, isAhead: isAhead, isNegative: isNegative)
    case .atomic(let body):
      let place = reserve()
      try compile(body)
      code.append(.accept)
      code[place] = .atomic(next: code.count)
    case .anchor(let anchor):
      code.append(.anchor(anchor))
    }
  }

  private mutating func reserve() -> Int {
    code.append(.accept)
    return code.count - 1
  }

  private mutating func compileAlternatives(_ parts: [PatternNode]) throws(PatternFault) {
    var exits: [Int] = []
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      let place = isLast ? nil : reserve()
      try compile(part)
      guard let place else { continue }
      exits.append(reserve())
      code[place] = .split(place + 1, code.count)
    }
    for exit in exits { code[exit] = .jump(code.count) }
  }

  private mutating func compileRepetition(
    _ body: PatternNode, _ minimum: Int, _ maximum: Int?, isLazy: Bool
  ) throws(PatternFault) {
    for _ in 0..<minimum { try compile(body) }
    func split(_ body: Int, _ exit: Int) -> Pattern.Instruction {
      isLazy ? .split(exit, body) : .split(body, exit)
    }
    guard let maximum else {
      let place = reserve()
      try compile(body)
      code.append(.jump(place))
      code[place] = split(place + 1, code.count)
      return
    }
    var places: [Int] = []
    for _ in minimum..<max(minimum, maximum) {
      places.append(reserve())
      try compile(body)
    }
    for place in places { code[place] = split(place + 1, code.count) }
  }
}

extension PatternNode {
  /// Whether a match can take an ASCII character first, or one beyond ASCII where `byte` is nil.
  func canTake(_ byte: UInt8?) -> Bool {
    switch self {
    case .set(let set): return byte.map { set.contains(ascii: $0) } ?? true
    case .sequence(let parts):
      for part in parts {
        if part.canTake(byte) { return true }
        if !part.isNullable { return false }
      }
      return false
    case .alternatives(let parts): return parts.contains { $0.canTake(byte) }
    case .repeated(let body, _, _, _), .atomic(let body): return body.canTake(byte)
    case .look, .anchor: return false
    }
  }
}
