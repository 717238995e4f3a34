// SPDX-License-Identifier: Apache-2.0

public import RunStore

/// Where the site finds experiments: a store, or a list in memory.
public protocol ExperimentSource {
  /// All experiments of a suite, or of every suite when `suite` is nil, in any order; they need no
  /// per-query values.
  func experiments(suite: String?) throws -> [Experiment]

  /// The experiment with this identifier, with query ids and per-query values; nil when unknown.
  func experiment(id: String) throws -> Experiment?
}
