// SPDX-License-Identifier: Apache-2.0

/// Which `bench` this is.
struct ProgramVersion: CustomStringConvertible {
  /// The program that is running.
  static let current = ProgramVersion(number: "0.1.0")

  /// Semantic version; the minor number rises with every change of a score.
  let number: String

  /// The number, as `bench --version` prints it.
  var description: String { number }
}
