// SPDX-License-Identifier: Apache-2.0

/// Why a store could not be opened, read or written.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of fault; decides the exit code.
  public enum Code: String, Sendable, Hashable {
    /// The file is no store, or damaged (exit code 65).
    case corrupt
    /// A newer version of the program made it (exit code 65).
    case newerSchema
    /// It is not there (exit code 66).
    case missing
    /// It or its folder may not be written (exit code 73).
    case readOnly
    /// The disk is full (exit code 73).
    case diskFull
    /// The operating system failed to read or write (exit code 74).
    case inputOutput
    /// Another process holds it; try again (exit code 75).
    case locked
    /// A bug: the store was asked for something that its schema forbids (exit code 70).
    case refused
  }

  /// The kind of fault.
  public var code: Code
  /// Path of the store.
  public var file: String
  /// What was found and what was expected.
  public var problem: String
  /// How to mend it.
  public var fix: String

  /// A fault of the store at `file`.
  public init(_ code: Code, file: String, _ problem: String, fix: String) {
    self.code = code
    self.file = file
    self.problem = problem
    self.fix = fix
  }

  /// `file: problem`, and `fix: …` on a second line.
  public var description: String {
    fix.isEmpty ? "\(file): \(problem)" : "\(file): \(problem)\nfix: \(fix)"
  }

  /// The exit code of a command that ends with this error.
  public var exitCode: Int32 {
    switch code {
    case .corrupt, .newerSchema: 65
    case .missing: 66
    case .refused: 70
    case .readOnly, .diskFull: 73
    case .inputOutput: 74
    case .locked: 75
    }
  }
}
