// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import SentenceEncoders

/// Where the parts of a static model lie and what its folder says about them.
struct StaticModelLayout: Sendable {
  /// Whose folder it is.
  enum Kind: Sendable {
    /// Model2Vec's: `config.json`, `model.safetensors` and `tokenizer.json`.
    case model2vec
    /// That of sentence-transformers: `modules.json` with StaticEmbedding, and what that names.
    case modules
  }

  let isModel2Vec: Bool
  /// The file with the vectors of tokens.
  let weights: String
  let tokenizer: String
  /// Whether vectors are scaled to length 1.
  var normalizes = false
  /// The most tokens of a text; nil where there is no limit or the tokenizer's counts.
  var maximumTokens: Int?
  var prompts: SentencePrompts

  /// What the tensor with vectors may be called.
  var tensorNames: [String] {
    isModel2Vec ? ["embeddings"] : ["embedding.weight", "embeddings"]
  }

  /// Tokens that Model2Vec reads where the file does not say.
  static let usualMaximum = 512

  /// Reads the settings in `folder`.
  init(folder: String) throws(DataError) {
    switch try Self.kind(of: folder) {
    case .model2vec: try self.init(model2vec: folder)
    case .modules: try self.init(modules: folder)
    case nil:
      throw DataError(
        .malformed, file: folder,
        "found neither a config.json of model2vec nor a modules.json with StaticEmbedding, expected "
          + "a static model", fix: "check the path")
    }
  }

  /// Whose folder it is; nil where it is no static model's.
  static func kind(of folder: String) throws(DataError) -> Kind? {
    let entries = try folderEntries(folder)
    if entries.contains("config.json") {
      let root = try JSONTree(path: folder + "/config.json").root
      let architectures = root["architectures"]?.elements.map { $0.compactMap(\.string) } ?? []
      // A model that was put together by hand names only how its numbers are stored.
      if root["model_type"]?.string == "model2vec" || architectures.contains("StaticModel")
        || root["embedding_dtype"] != nil
      {
        return .model2vec
      }
    }
    guard entries.contains("modules.json") else { return nil }
    let first = try JSONTree(path: folder + "/modules.json").root.elements?.first { _ in true }
    return first?["type"]?.string.map(moduleName) == "StaticEmbedding" ? .modules : nil
  }

  private init(model2vec folder: String) throws(DataError) {
    isModel2Vec = true
    weights = folder + "/model.safetensors"
    tokenizer = folder + "/tokenizer.json"
    prompts = try SentencePrompts(folder: folder)
    let root = try JSONTree(path: folder + "/config.json").root
    if let node = root["normalize"], !node.isNull {
      guard let value = node.boolean else {
        throw node.fault("found \(node.name) as normalize, expected true or false")
      }
      normalizes = value
    }
    guard let node = root["max_length"] else {
      maximumTokens = Self.usualMaximum
      return
    }
    if node.isNull { return }
    guard let value = node.integer, 1...Int(Int32.max) ~= value else {
      throw node.fault("found \(node.name) as max_length, expected a count above 0 or null")
    }
    maximumTokens = value
  }

  private init(modules folder: String) throws(DataError) {
    isModel2Vec = false
    prompts = try SentencePrompts(folder: folder)
    var place = folder
    let root = try JSONTree(path: folder + "/modules.json").root
    guard let modules = root.elements else {
      throw root.fault("found \(root.name), expected an array of modules")
    }
    for (index, module) in modules.enumerated() {
      guard let type = module["type"]?.string, let path = module["path"]?.string else {
        throw module.fault("found a module without \"type\" and \"path\", expected both")
      }
      switch (Self.moduleName(type), index) {
      case ("StaticEmbedding", 0): place += path.isEmpty || path == "." ? "" : "/" + path
      case ("Normalize", 1...): normalizes = true
      default:
        throw module.fault(
          "found the module \"\(type)\", expected StaticEmbedding and then at most Normalize",
          fix: "give a model of these modules")
      }
    }
    weights = place + "/model.safetensors"
    tokenizer = place + "/tokenizer.json"
  }

  private static func moduleName(_ type: String) -> String {
    String(type.split(separator: ".").last ?? "")
  }
}
