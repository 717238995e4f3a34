// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Which `bench` this is.
struct ProgramVersion: CustomStringConvertible {
  /// The program that is running.
  static let current = ProgramVersion()

  /// Semantic version; the minor number rises with every change of a score.
  let number = "0.1.0"

  /// Commit it was built from, with `-dirty` where the sources differed from it; empty when unknown.
  ///
  /// The build writes it into a file beside the executable: compiled in, it would rebuild every C
  /// dependency with each commit.
  var commit: String {
    let stamp = try? String(contentsOfFile: ProgramFiles.executable + ".commit", encoding: .utf8)
    return stamp.map { String($0.prefix { !$0.isWhitespace }) } ?? ""
  }

  /// The number, as `bench --version` prints it.
  var description: String { number }
}
