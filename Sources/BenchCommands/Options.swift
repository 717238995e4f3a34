// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import Suites

/// Options of every command that reads manifests or data.
struct SuiteOptions: ParsableArguments {
  @Option(help: "Folder of the suite manifests (default: $BENCH_SUITES, else ./suites).")
  var suites: String?

  @Option(help: "Folder of the data (default: $BENCH_DATA, else your cache folder).")
  var data: String?

  /// The folder that holds the manifests: the option, the environment, `./suites`, or the one that
  /// was installed beside the program.
  var suitesFolder: String {
    if let suites { return suites }
    if let variable = Environment["BENCH_SUITES"] { return variable }
    if FileManager.default.fileExists(atPath: "suites") { return "suites" }
    return ProgramFiles.folder(named: "suites") ?? "suites"
  }

  /// The folder below which `<suite>/<task>/` lies.
  var dataFolder: String {
    if let data { return data }
    if let variable = Environment["BENCH_DATA"] { return variable }
    return Environment.cacheFolder + "/bench"
  }

  /// All manifests.
  func catalogue() throws -> SuiteCatalogue {
    try SuiteCatalogue(folder: suitesFolder)
  }
}

/// Where the results are kept.
struct StoreOptions: ParsableArguments {
  @Option(help: "The results database (default: $BENCH_STORE, else results/bench.sqlite).")
  var store: String?

  /// Path of the database.
  var path: String {
    store ?? Environment["BENCH_STORE"] ?? "results/bench.sqlite"
  }
}

/// How much is said, and how.
struct OutputOptions: ParsableArguments {
  @Flag(name: [.short, .long], help: "Say more about what is done.")
  var verbose = false

  @Flag(help: "Say only what went wrong.")
  var quiet = false

  @Flag(help: "No colours.")
  var noColor = false

  /// Whether colours may be used on standard error.
  var usesColor: Bool {
    !noColor && Environment["NO_COLOR"] == nil && Terminal.standardError.isInteractive
  }
}

/// Environment variables; an empty one counts as unset.
enum Environment {
  static subscript(name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
    return value
  }

  /// The user's folder for what can be had again.
  static var cacheFolder: String {
    self["XDG_CACHE_HOME"] ?? (self["HOME"] ?? ".") + "/.cache"
  }
}
