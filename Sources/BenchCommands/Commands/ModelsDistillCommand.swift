// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import ModelStore
import StaticEmbeddings

struct ModelsDistillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distill",
    abstract: "Make a static model of a transformer: a vector for each token, no forward passes.",
    discussion: """
      Every token of the vocabulary goes through the model; then principal components, and weights by
      Zipf's law. The result is a Model2Vec folder. Example:

        bench models distill minilm
        bench run --suite beir --task scifact --retriever dense:model=minilm-static
      """)

  @Argument(help: "The model, by its name or its folder.") var model: String
  @Option(help: "The name of the new model (default: MODEL-static).") var name: String?
  @Option(help: "Values of a vector (default: 256, or fewer if the model has).")
  var dimensions = 256
  @Option(help: "Weight a / (a + p) for a token of probability p; 0 for equal weights.")
  var coefficient = 1e-4
  @Option(help: "Threads (default: as many as there are processors).") var threads = 0
  @Flag(help: "Print the model's manifest as JSON.") var json = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard dimensions > 0 else { throw ValidationError("--dimensions must be at least 1") }
    guard coefficient >= 0 && coefficient < 1 else {
      throw ValidationError("--coefficient must be from 0 to below 1")
    }
    guard threads >= 0 else { throw ValidationError("--threads must not be negative") }
  }

  func run() async throws {
    let store = ModelStore()
    let source = try store.folder(named: model)
    let stem = model.split(separator: "/").last.map(String.init) ?? model
    let threads = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
    let made = try await store.add(
      made: "`bench models distill \(model)`", name: name ?? stem + "-static"
    ) { folder in
      let summary = try Distillation.distill(
        folder: source, to: folder, dimensions: dimensions,
        coefficient: coefficient > 0 ? coefficient : nil, threads: threads)
      guard !output.quiet else { return }
      Terminal.standardError.write(
        "\(summary.tokens) tokens, \(summary.dimensions) dimensions\n")
    }
    Terminal.standardOutput.write(json ? made.json + "\n" : "\(made.name)  \(made.folder)\n")
  }
}
