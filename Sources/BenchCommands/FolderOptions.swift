// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Suites

/// How a folder is read that is named as a task.
struct FolderOptions: ParsableArguments {
  @Option(help: "Layout of a task's folder (default: found out; `bench formats` lists them).")
  var format: String?

  @Option(help: "Split of a task's folder (default: test, else its first).") var split: String?

  @Option(help: "Language of a task's folder, a tag such as de or zh (default: en).")
  var language: String?

  @Option(
    help: ArgumentHelp(
      "What of a task's folder is read, as `bench formats` says. Repeat for more.",
      valueName: "option=value"))
  var reading: [String] = []

  /// All of them together.
  var readingOfFolders: FolderReading {
    get throws {
      FolderReading(
        format: format, split: split, options: try Self.options(reading), language: language)
    }
  }

  /// Options of a layout from `option=value` pairs.
  static func options(_ pairs: [String]) throws -> [String: String] {
    var options: [String: String] = [:]
    for pair in pairs {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw ValidationError("--reading takes option=value, not \"\(pair)\"")
      }
      guard options.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
        throw ValidationError("--reading names \"\(parts[0])\" twice")
      }
    }
    return options
  }
}
