// SPDX-License-Identifier: Apache-2.0

/// What is wrong with input, where, and how to mend it.
///
/// The one error type for bad or missing input in all modules; its text is
/// `FILE:LINE: found …, expected …` and a line with the fix.
public struct DataError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of fault; decides the exit code.
  public enum Code: String, Sendable, Hashable {
    /// The file is there but its content is wrong (exit code 65).
    case malformed
    /// A file, folder or split is not there (exit code 66).
    case missing
    /// Reading failed in the operating system (exit code 74).
    case unreadable
    /// Writing failed in the operating system (exit code 73).
    case unwritable
    /// Something that is needed cannot be had, such as a server or a permission (exit code 69).
    case unavailable
    /// It may work another time (exit code 75).
    case temporary
  }

  /// The kind of fault.
  public var code: Code
  /// Path of the file or folder.
  public var file: String
  /// Line number from 1, where there is one.
  public var line: Int?
  /// What was found and what was expected.
  public var problem: String
  /// How to mend it; empty when there is nothing to advise.
  public var fix: String

  /// A fault at `file`, `line`.
  public init(_ code: Code, file: String, line: Int? = nil, _ problem: String, fix: String = "") {
    self.code = code
    self.file = file
    self.line = line
    self.problem = problem
    self.fix = fix
  }

  /// `FILE:LINE: problem`, and `fix: …` on a second line.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return fix.isEmpty ? "\(place): \(problem)" : "\(place): \(problem)\nfix: \(fix)"
  }
}
