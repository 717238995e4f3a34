// SPDX-License-Identifier: Apache-2.0

/// A measure's name in ir-measures' way of writing: `nDCG(dcg='exp-log2')@10`.
struct MeasureName: Sendable, Hashable, CustomStringConvertible {
  /// A parameter that was given.
  struct Parameter: Sendable, Hashable {
    let key: String
    let value: Value?

    init(_ key: String, _ value: Value?) {
      self.key = key
      self.value = value
    }

    /// `rel=2`, or nothing.
    static func relevance(_ grade: Int32?) -> Parameter {
      Parameter("rel", grade.map { .integer($0) })
    }

    /// `judged_only=True`, or nothing.
    static func judgedOnly(_ applies: Bool) -> Parameter { flag("judged_only", applies) }

    /// `key=True`, or nothing.
    static func flag(_ key: String, _ applies: Bool) -> Parameter {
      Parameter(key, applies ? .flag : nil)
    }
  }

  /// The value of a parameter, in Python's notation.
  enum Value: Sendable, Hashable, CustomStringConvertible {
    case integer(Int32)
    case number(Double)
    case text(String)
    case gains([Int32: Double])
    case flag

    var description: String {
      switch self {
      case .integer(let value): "\(value)"
      case .number(let value): "\(value)"
      case .text(let value): "'\(value)'"
      case .flag: "True"
      case .gains(let gains):
        "{"
          + gains.sorted { $0.key < $1.key }.map { "\($0.key):\(Self.short($0.value))" }
          .joined(separator: ",") + "}"
      }
    }

    private static func short(_ value: Double) -> String {
      Int32(exactly: value).map { "\($0)" } ?? "\(value)"
    }
  }

  /// What stands behind `@`.
  enum Depth: Sendable, Hashable {
    case rank(Int)
    case number(Double)
  }

  let base: String
  let parameters: [Parameter]
  let depth: Depth?

  init(_ base: String, _ parameters: [Parameter] = [], _ depth: Depth?) {
    self.base = base
    self.parameters = parameters.filter { $0.value != nil }
    self.depth = depth
  }

  init(_ base: String, _ parameters: [Parameter] = [], _ cutoff: Int? = nil) {
    self.init(base, parameters, cutoff.map { Depth.rank($0) })
  }

  var description: String {
    let list = parameters.compactMap { parameter in
      parameter.value.map { "\(parameter.key)=\($0)" }
    }
    let call = list.isEmpty ? base : base + "(" + list.joined(separator: ",") + ")"
    return switch depth {
    case nil: call
    case .rank(let rank): call + "@\(rank)"
    case .number(let number): call + "@\(number)"
    }
  }
}
