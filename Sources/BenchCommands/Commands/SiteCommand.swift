// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
public import Leaderboard
import Retrieval
public import RunStore
import Suites

extension RunStore: ExperimentSource {}

struct SiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site",
    abstract: "Render the stored results as static HTML leaderboards.",
    discussion: "Example: bench site --out site-of-today --open")

  @OptionGroup var manifests: SuiteOptions
  @OptionGroup var results: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "Folder to write the pages to; other files in it are left alone.")
  var out = "results/site"
  @Option(help: "Folder with templates/ and assets/ (default: ./site, else the installed one).")
  var templates: String?
  @Flag(help: "Open the first page in the browser.") var open = false

  func run() throws {
    let store = try RunStore(path: results.path, access: .readOnly)
    let builder = try SiteBuilder(
      folder: templatesFolder, suites: try manifests.catalogue().suites)
    let report = try builder.build(from: store, into: out)
    if !output.quiet {
      Terminal.standardError.write(
        "experiments: \(report.experiments), suites: \(report.suites); files written: "
          + "\(report.written), unchanged: \(report.unchanged), removed: \(report.removed)\n")
    }
    Terminal.standardOutput.write(report.index + "\n")
    if open { try Browser.open(report.index) }
  }

  private var templatesFolder: String {
    if let templates { return templates }
    if FileManager.default.fileExists(atPath: "site/templates") { return "site" }
    return ProgramFiles.folder(named: "site") ?? "site"
  }
}
