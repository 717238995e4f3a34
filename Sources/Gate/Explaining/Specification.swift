// SPDX-License-Identifier: Apache-2.0

/// A retriever's specification in canonical writing, taken apart.
public struct Specification: Sendable, Hashable, CustomStringConvertible {
  /// The retriever.
  public var name: String
  /// Parameters that are written, by name.
  public var parameters: [String: String]

  /// The parts of `name:key=value,key=value`.
  public init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    name = parts.first.map(String.init) ?? ""
    parameters = [:]
    guard parts.count == 2 else { return }
    for pair in parts[1].split(separator: ",") {
      let sides = pair.split(separator: "=", maxSplits: 1)
      if sides.count == 2 { parameters[String(sides[0])] = String(sides[1]) }
    }
  }

  /// The parts put together, parameters by name.
  public var description: String {
    guard !parameters.isEmpty else { return name }
    return name + ":"
      + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      .joined(separator: ",")
  }

  /// The same with one parameter as another specification has it.
  public func taking(_ parameter: String, from other: Specification) -> Specification {
    var copy = self
    copy.parameters[parameter] = other.parameters[parameter]
    return copy
  }
}
