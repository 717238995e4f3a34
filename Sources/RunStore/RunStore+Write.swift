// SPDX-License-Identifier: Apache-2.0

import Compression
import FoundationEssentials
import GRDB
import Retrieval

extension RunStore {
  /// Stores an experiment with everything that belongs to it, in one transaction.
  ///
  /// Earlier experiments of the same cell stay in the history; the newest one that is done counts.
  ///
  /// - Returns: The number of the new record, its ``Experiment/sequence``.
  /// - Throws: ``StoreError``; then nothing of it was stored.
  @discardableResult
  public func save(
    _ experiment: Experiment, rankings: StoredRankings
  ) throws(StoreError) -> Int64 {
    try write { db in
      let sequence = try insert(
        experiment, ranking: try ranking(rankings, db), cell: try cell(experiment.cell, db),
        machine: try machine(experiment.machine, db), db)
      for (position, score) in experiment.scores.enumerated() {
        try insert(score, position: position, of: sequence, db)
      }
      return sequence
    }
  }

  /// Marks as stale whatever was scored in a task by another protocol, over other data or by
  /// another version of the scoring code than what counts now.
  ///
  /// - Parameters:
  ///   - suite: Suite name.
  ///   - task: Task name.
  ///   - variant: Only experiments of this variant.
  ///   - hashes: The current task and protocol hash; an empty task hash is not compared. The
  ///     retriever hash is not looked at.
  ///   - scoringVersion: The current version.
  public func markStale(
    suite: String, task: String, variant: String, unless hashes: Experiment.Hashes,
    scoringVersion: Int
  ) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: """
          UPDATE experiment SET isStale = 1
          WHERE isStale = 0 AND status = 'done'
            AND (protocolHash <> :protocol OR scoringVersion <> :version
              OR (:data <> '' AND taskHash <> :data))
            AND cell IN (
              SELECT id FROM cell WHERE suite = :suite AND task = :task AND variant = :variant)
          """,
        arguments: [
          "protocol": hashes.protocol, "version": scoringVersion, "data": hashes.task,
          "suite": suite, "task": task, "variant": variant,
        ])
    }
  }

  /// Remembers which task hash belongs to files with this signature.
  public func remember(taskHash: String, ofDataSignature signature: String) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO dataSignature (signature, taskHash) VALUES (?, ?)",
        arguments: [signature, taskHash])
    }
  }

  private func cell(_ cell: Cell, _ db: Database) throws -> Int64 {
    let arguments: StatementArguments = [
      cell.suite, cell.task, cell.retrieverHash, cell.profile, cell.variant,
    ]
    let known = try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM cell WHERE (suite, task, retrieverHash, profile, variant) = (?, ?, ?, ?, ?)
        """, arguments: arguments)
    if let known { return known }
    try db.execute(
      sql: """
        INSERT INTO cell (suite, task, retrieverHash, profile, variant) VALUES (?, ?, ?, ?, ?)
        """, arguments: arguments)
    return db.lastInsertedRowID
  }

  private func machine(_ facts: [String: String], _ db: Database) throws -> Int64 {
    let facts = try JSONColumn.text(facts)
    let known = try Int64.fetchOne(
      db, sql: "SELECT id FROM machine WHERE facts = ?", arguments: [facts])
    if let known { return known }
    try db.execute(sql: "INSERT INTO machine (facts) VALUES (?)", arguments: [facts])
    return db.lastInsertedRowID
  }

  private func ranking(_ rankings: StoredRankings, _ db: Database) throws -> Int64? {
    switch rankings {
    case .none: return nil
    case .new(let blob, let conditions):
      try db.execute(
        sql: "INSERT INTO ranking (conditions, run) VALUES (?, ?)",
        arguments: [conditions, Data(blob)])
      return db.lastInsertedRowID
    case .shared(let sequence):
      return try Int64.fetchOne(
        db, sql: "SELECT ranking FROM experiment WHERE sequence = ?", arguments: [sequence])
    }
  }

  private func insert(
    _ score: Experiment.Score, position: Int, of sequence: Int64, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO score (experiment, position, measure, value, low, high, perQuery)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        sequence, position, score.measure, score.value, score.interval?.lowerBound,
        score.interval?.upperBound, try BlobColumn.blob(score.perQuery),
      ])
  }

  private func insert(
    _ experiment: Experiment, ranking: Int64?, cell: Int64, machine: Int64, _ db: Database
  ) throws -> Int64 {
    var columns = try ExperimentColumns.values(of: experiment)
    columns["ranking"] = ranking
    columns["cell"] = cell
    columns["machine"] = machine
    columns["queryIDs"] = try BlobColumn.blob(experiment.queryIDs)
    let names = columns.keys.sorted()
    let marks = names.map { ":" + $0 }.joined(separator: ", ")
    try db.execute(
      sql: "INSERT INTO experiment (\(names.joined(separator: ", "))) VALUES (\(marks))",
      arguments: StatementArguments(columns))
    return db.lastInsertedRowID
  }
}
