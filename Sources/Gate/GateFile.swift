// SPDX-License-Identifier: Apache-2.0

import Manifests
public import Retrieval

/// What a `bench-gate.yaml` says; what it leaves out is nil or empty.
///
///     baseline: main
///     candidate: bm25
///     level: 0.05
///     power: 0.8
///     strict: true
///     rules:
///       - nDCG@10>=-0.005
///       - lost(nDCG@10,0.5)<=2% in beir/scifact
public struct GateFile: Sendable, Hashable {
  /// What stands for `--baseline`.
  public var baseline: String?
  /// What stands for `--candidate`.
  public var candidate: String?
  /// The rules.
  public var rules: [GateRule] = []
  /// The settings, the usual ones where the file is silent.
  public var settings = GateSettings()

  /// Reads the file at `path`.
  ///
  /// - Throws: `.missing`, or `.malformed` with the line; unknown keys are errors.
  public init(path: String) throws(DataError) {
    let keys = [
      "baseline", "candidate", "level", "power", "permutations", "seed", "strict", "rules",
    ]
    let file = try ManifestMapping(ManifestValue(file: path), keys: keys)
    baseline = try file.text("baseline")
    candidate = try file.text("candidate")
    let places: [(String, WritableKeyPath<GateSettings, Double>)] = [
      ("level", \.level), ("power", \.power),
    ]
    for (key, place) in places {
      guard let value = file[key] else { continue }
      let number = try value.number()
      guard number > 0 && number < 1 else {
        throw value.malformed("found \(number) for \(key), expected a number between 0 and 1")
      }
      settings[keyPath: place] = number
    }
    guard settings.power > settings.level else {
      throw file.value.malformed("power must be above level")
    }
    if let value = file["permutations"] {
      let count = try value.integer()
      guard (100...100_000_000).contains(count) else {
        throw value.malformed("found \(count) permutations, expected 100 to 100000000")
      }
      settings.permutations = count
    }
    if let value = file["seed"] { settings.seed = UInt64(bitPattern: Int64(try value.integer())) }
    if let value = file["strict"] { settings.isStrict = try value.boolean() }
    guard let list = file["rules"] else { return }
    for value in try list.list() {
      let text = try value.text()
      do throws(GateRuleError) {
        rules.append(try GateRule(text))
      } catch {
        throw value.malformed(error.description)
      }
    }
  }
}
