// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a retriever specification such as `bm25:k1=0.9,b=0.4`.
public struct RetrieverSpecificationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Sendable, Hashable {
    /// The text is not `name:key=value,key=value`.
    case malformed
    /// No retriever has this name.
    case unknownRetriever
    /// The retriever has no such parameter.
    case unknownParameter
    /// A parameter is given twice.
    case repeatedParameter
    /// A value is no number, no known name or out of range.
    case invalidValue
    /// The parameter has no effect together with the others.
    case unusedParameter
    /// A model or a file that the retriever needs is missing or cannot be used.
    case unusable
  }

  /// The kind of fault.
  public let code: Code
  /// The specification as it was given.
  public let specification: String
  /// What was found and what was expected.
  public let problem: String
  /// How to mend it; empty when there is nothing to advise.
  public let fix: String

  init(_ code: Code, _ specification: String, _ problem: String, fix: String = "") {
    self.code = code
    self.specification = specification
    self.problem = problem
    self.fix = fix
  }

  /// `retriever "SPECIFICATION": problem`, and `fix: …` on a second line.
  public var description: String {
    let text = "retriever \"\(specification)\": \(problem)"
    return fix.isEmpty ? text : text + "\nfix: \(fix)"
  }
}
