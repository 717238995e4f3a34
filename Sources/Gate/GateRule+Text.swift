// SPDX-License-Identifier: Apache-2.0

import Measures
import Retrieval

/// A rule that means nothing.
public struct GateRuleError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The rule as it was written.
  public let rule: String
  /// What was found and what was expected.
  public let problem: String

  /// Rule and problem, in words.
  public var description: String { "rule \"\(rule)\": \(problem)" }
}

extension GateRule {
  /// The rule that a text means.
  ///
  /// - Throws: ``GateRuleError`` with what is wrong and what was expected.
  public init(_ text: String) throws(GateRuleError) {
    let rule = Self.trimmed(text[...])
    var demand = rule[...]
    var scope: String?
    if let place = Self.range(of: " in ", in: rule) {
      scope = Self.trimmed(rule[place.upperBound...])
      demand = rule[..<place.lowerBound]
    }
    let parser = RuleParser(rule: rule)
    guard let (name, sign, number) = parser.split(demand) else {
      let quantity = try parser.quantity(Self.trimmed(demand))
      if case .measure = quantity {
      } else if case .suiteMean = quantity {
      } else if case .worst =
        quantity
      {
      } else {
        throw GateRuleError(rule: rule, problem: "says no limit, expected <= and a number")
      }
      self.init(rule, quantity, .difference(0), scope: scope)
      return
    }
    let quantity = try parser.quantity(name)
    self.init(rule, quantity, try parser.limit(quantity, sign, number), scope: scope)
  }

  private static func range(of text: String, in rule: String) -> Range<String.Index>? {
    rule.ranges(of: text).last
  }

  fileprivate static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}

/// Reads the parts of a rule.
private struct RuleParser {
  let rule: String

  /// Name, sign and number; nil where there is no sign.
  func split(_ demand: Substring) -> (name: String, sign: String, number: String)? {
    for sign in [">=", "<="] {
      guard let place = demand.ranges(of: sign).last else { continue }
      return (
        GateRule.trimmed(demand[..<place.lowerBound]), sign,
        GateRule.trimmed(demand[place.upperBound...])
      )
    }
    return nil
  }

  func quantity(_ name: String) throws(GateRuleError) -> GateRule.Quantity {
    if let cost = Cost(rawValue: name) { return .cost(cost) }
    if let inner = argument(of: "mean", name) { return .suiteMean(try measure(inner)) }
    if let inner = argument(of: "worst", name) { return .worst(try measure(inner)) }
    if let inner = argument(of: "lost", name) {
      guard let comma = inner.lastIndex(of: ","),
        let loss = Double(GateRule.trimmed(inner[inner.index(after: comma)...])), loss >= 0
      else { throw fault("lost takes a measure and a loss, as in lost(nDCG@10,0.1)") }
      return .lost(try measure(String(inner[..<comma])), moreThan: loss)
    }
    return .measure(try measure(name))
  }

  func limit(
    _ quantity: GateRule.Quantity, _ sign: String, _ text: String
  ) throws(GateRuleError) -> GateRule.Limit {
    let isShare = text.hasSuffix("%")
    guard let number = Double(isShare ? String(text.dropLast()) : text), number.isFinite else {
      throw fault("found \"\(text)\" for a limit, expected a number such as -0.005, -2% or 0.65")
    }
    let value = isShare ? number / 100 : number
    switch quantity {
    case .cost:
      guard sign == "<=" else { throw fault("a cost is limited from above, by <=") }
      if isShare {
        guard text.hasPrefix("+"), value >= 0 else {
          throw fault("found \"\(text)\", expected a rise such as +10%")
        }
        return .relative(value)
      }
      if text.hasPrefix("+") { return .difference(value) }
      guard value >= 0 else { throw fault("found \"\(text)\", expected a number from 0") }
      return .absolute(value)
    case .lost:
      guard sign == "<=", (0...1).contains(value) else {
        throw fault("a share of queries is limited by <= and a number from 0 to 100%")
      }
      return .absolute(value)
    case .measure, .suiteMean, .worst:
      guard sign == ">=" else { throw fault("a measure is limited from below, by >=") }
      if value > 0 {
        guard !isShare else { throw fault("found \"\(text)\", expected a drop such as -2%") }
        return .absolute(value)
      }
      return isShare ? .relative(value) : .difference(value)
    }
  }

  private func measure(_ name: String) throws(GateRuleError) -> Measure {
    do {
      return try Measure(GateRule.trimmed(name[...]))
    } catch {
      throw fault(error.description)
    }
  }

  private func argument(of function: String, _ name: String) -> String? {
    guard name.hasPrefix(function + "("), name.hasSuffix(")") else { return nil }
    return String(name.dropFirst(function.count + 1).dropLast())
  }

  private func fault(_ problem: String) -> GateRuleError {
    GateRuleError(rule: rule, problem: problem)
  }
}
