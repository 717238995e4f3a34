// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
public import Retrieval

extension RunStore {
  /// The experiment that counts in each cell under each specification: the newest one that is done,
  /// or where there is none, the newest failure.
  ///
  /// Ordered by suite, task, retriever, profile and variant. Without per-query values.
  ///
  /// - Parameter suite: Only cells of this suite; nil for all.
  public func experiments(suite: String? = nil) throws(StoreError) -> [Experiment] {
    try read { db in
      try fetch(
        """
        JOIN cell ON cell.id = e.cell WHERE (:suite IS NULL OR suite = :suite)
          AND e.sequence = (
            SELECT sequence FROM experiment
            WHERE cell = e.cell AND specificationHash = e.specificationHash
            ORDER BY status = 'done' DESC, sequence DESC LIMIT 1)
        ORDER BY suite, cell.task, retriever, retrieverHash, specificationHash, profile, variant
        """, ["suite": suite], db)
    }
  }

  /// Everything that was ever measured in a cell, oldest first, without per-query values.
  public func history(of cell: Cell) throws(StoreError) -> [Experiment] {
    try read { db in
      try fetch(
        """
        JOIN cell ON cell.id = e.cell
        WHERE suite = ? AND cell.task = ? AND retrieverHash = ? AND profile = ? AND variant = ?
        ORDER BY e.sequence
        """, [cell.suite, cell.task, cell.retrieverHash, cell.profile, cell.variant], db)
    }
  }

  /// The experiment with this identifier, with query ids and per-query values.
  ///
  /// Of several runs of the same thing, the newest that is done, else the newest failure.
  public func experiment(id: String) throws(StoreError) -> Experiment? {
    try read { db in
      let found = try fetch(
        """
        JOIN cell ON cell.id = e.cell WHERE e.id = ?
        ORDER BY status = 'done' DESC, e.sequence DESC LIMIT 1
        """, [id], db)
      guard var experiment = found.first else { return nil }
      experiment.queryIDs =
        try Row.fetchOne(
          db, sql: "SELECT queryIDs FROM experiment WHERE sequence = ?",
          arguments: [experiment.sequence]
        ).map { try BlobColumn.identifiers($0, "queryIDs") } ?? []
      let values = try Row.fetchAll(
        db, sql: "SELECT perQuery FROM score WHERE experiment = ? ORDER BY position",
        arguments: [experiment.sequence])
      for (position, row) in values.enumerated() where position < experiment.scores.count {
        experiment.scores[position].perQuery = try BlobColumn.numbers(row, "perQuery")
      }
      return experiment
    }
  }

  /// The rankings of the experiment with this identifier; nil when it has none.
  public func run(of id: String) throws(StoreError) -> Run? {
    let sequence = try read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT sequence FROM experiment WHERE id = ?
          ORDER BY status = 'done' DESC, sequence DESC LIMIT 1
          """, arguments: [id])
    }
    guard let sequence else { return nil }
    return try run(ofSequence: sequence)
  }

  /// The rankings of one record of the history; nil when it has none.
  public func run(ofSequence sequence: Int64) throws(StoreError) -> Run? {
    try read { db in
      let blob = try Data.fetchOne(
        db,
        sql: """
          SELECT run FROM ranking
          WHERE id = (SELECT ranking FROM experiment WHERE sequence = ?)
          """, arguments: [sequence])
      return try blob.map { try RankingCodec.decode(Array($0)) }
    }
  }

  /// The experiments that count in a task and whose rankings, made over the same data and under
  /// the same conditions, can be scored again.
  public func rescorable(
    suite: String, task: String, variant: String, taskHash: String, conditions: String
  ) throws(StoreError) -> [Experiment] {
    try read { db in
      try fetch(
        """
        JOIN cell ON cell.id = e.cell JOIN ranking ON ranking.id = e.ranking
        WHERE suite = ? AND cell.task = ? AND variant = ? AND taskHash = ? AND conditions = ?
          AND e.sequence = (
            SELECT max(sequence) FROM experiment
            WHERE cell = e.cell AND specificationHash = e.specificationHash AND status = 'done')
        ORDER BY e.sequence
        """, [suite, task, variant, taskHash, conditions], db)
    }
  }

  /// The task hash that was found when files with this signature were read.
  public func taskHash(ofDataSignature signature: String) throws(StoreError) -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT taskHash FROM dataSignature WHERE signature = ?", arguments: [signature])
    }
  }

  /// Experiments with scores; blobs are not read.
  private func fetch(
    _ clauses: String, _ arguments: StatementArguments, _ db: Database
  ) throws -> [Experiment] {
    let names = ExperimentColumns.names.map { "e.\($0)" }.joined(separator: ", ")
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT \(names), suite, cell.task, retrieverHash, profile, variant, facts
        FROM experiment e JOIN machine ON machine.id = e.machine \(clauses)
        """, arguments: arguments)
    let scores = try db.cachedStatement(
      sql: """
        SELECT measure, value, low, high FROM score WHERE experiment = ? ORDER BY position
        """)
    return try rows.map { row in
      var experiment = try ExperimentColumns.experiment(row)
      experiment.scores = try Row.fetchAll(scores, arguments: [experiment.sequence]).map(score)
      return experiment
    }
  }

  private func score(_ row: Row) -> Experiment.Score {
    let low: Double? = row["low"]
    let high: Double? = row["high"]
    var interval: ClosedRange<Double>?
    if let low, let high, low <= high { interval = low...high }
    return Experiment.Score(measure: row["measure"], value: row["value"], interval: interval)
  }
}
