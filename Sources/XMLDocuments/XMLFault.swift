// SPDX-License-Identifier: Apache-2.0

/// What is wrong with an XML file.
struct XMLFault: Error, Sendable, Hashable {
  /// Line from 1.
  var line: Int
  /// What was found and what was expected.
  var problem: String
  /// How to mend it.
  var fix: String

  /// A fault at `line`.
  init(line: Int, _ problem: String, fix: String) {
    self.line = line
    self.problem = problem
    self.fix = fix
  }
}
