// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Suites
import TaskLayouts

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a task's folder in another layout, with nothing lost.",
    discussion: """
      Reading what is written gives the same documents, queries and judgements. A task with
      something that the layout cannot hold is refused, with what it is (exit code 65). The folder
      appears whole or not at all.

        bench convert --to beir t2ranking/ t2ranking-as-beir/ --split dev
        bench convert --from rarb-full --to beir --reading subset=… in/ out/
      """)

  @Argument(help: "Folder of the task.") var input: String
  @Argument(help: "Folder to write; it must be new or empty.") var output: String
  @Option(help: "Layout of the folder (default: found out; `bench formats` lists them).")
  var from: String?
  @Option(
    help: ArgumentHelp(
      "Layout to write: \(LayoutWriters.all.map(\.name).joined(separator: ", ")).",
      valueName: "format"))
  var to: String
  @Option(help: "Split of the task (default: test, else its first).") var split: String?
  @Option(
    help: ArgumentHelp(
      "What of the folder is read, as `bench formats` says. Repeat for more.",
      valueName: "option=value"))
  var reading: [String] = []
  @OptionGroup var messages: OutputOptions

  func validate() throws {
    _ = try writer
    _ = try FolderOptions.options(reading)
  }

  private var writer: any LayoutWriter {
    get throws {
      guard let writer = LayoutWriters.named(to) else {
        let known = LayoutWriters.all.map(\.name).joined(separator: ", ")
        throw ValidationError("--to takes \(known), not \"\(to)\"")
      }
      return writer
    }
  }

  func run() throws {
    let task = try RetrievalTask(
      folderAt: input,
      FolderReading(format: from, split: split, options: try FolderOptions.options(reading)))
    let contents = try task.contents(at: input)
    try writer.place(contents, split: task.split, at: output)
    guard !messages.quiet else { return }
    for warning in contents.warnings { Terminal.standardError.write("bench: \(warning)\n") }
    Terminal.standardError.write("\(input) as \(to) is in \(output)\n")
  }
}
