// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables of the store. Migrations are only ever added, never edited.
enum Schema {
  /// Marks the file as ours in its header: "bnch".
  static let applicationID = 0x626E_6368

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1 machine, cell, ranking, experiment, score, dataSignature") {
      try $0.execute(sql: "PRAGMA application_id = \(applicationID)")
      for table in [machine, cell, ranking, experiment, experimentIndexes, score, dataSignature] {
        try $0.execute(sql: table)
      }
    }
    migrator.registerMigration("v2 experiment.specificationHash") {
      try $0.execute(sql: specificationHash)
    }
    migrator.registerMigration("v3 experiment.relevantTokens") {
      try $0.execute(
        sql: """
          ALTER TABLE experiment ADD COLUMN
            relevantTokens TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(relevantTokens))
          """)
    }
    migrator.registerMigration("v4 experiment.profileRecord") {
      try $0.execute(
        sql: """
          ALTER TABLE experiment ADD COLUMN
            profileRecord TEXT CHECK (profileRecord IS NULL OR json_valid(profileRecord));
          UPDATE cell SET profile = 'unrestricted' WHERE profile = 'default'
          """)
    }
    return migrator
  }

  private static let machine = """
    CREATE TABLE machine (
      id INTEGER PRIMARY KEY,
      facts TEXT NOT NULL UNIQUE CHECK (json_valid(facts))
    ) STRICT
    """

  private static let cell = """
    CREATE TABLE cell (
      id INTEGER PRIMARY KEY,
      suite TEXT NOT NULL CHECK (suite <> ''),
      task TEXT NOT NULL CHECK (task <> ''),
      retrieverHash TEXT NOT NULL CHECK (length(retrieverHash) = 64),
      profile TEXT NOT NULL CHECK (profile <> ''),
      variant TEXT NOT NULL,
      UNIQUE (suite, task, retrieverHash, profile, variant)
    ) STRICT
    """

  private static let ranking = """
    CREATE TABLE ranking (
      id INTEGER PRIMARY KEY,
      conditions TEXT NOT NULL,
      run BLOB NOT NULL
    ) STRICT
    """

  private static let experiment = """
    CREATE TABLE experiment (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL CHECK (length(id) >= 16),
      cell INTEGER NOT NULL REFERENCES cell(id) ON DELETE RESTRICT,
      ranking INTEGER REFERENCES ranking(id) ON DELETE RESTRICT,
      machine INTEGER NOT NULL REFERENCES machine(id) ON DELETE RESTRICT,
      status TEXT NOT NULL CHECK (status IN ('done', 'failed')),
      reason TEXT NOT NULL,
      isStale INTEGER NOT NULL DEFAULT 0 CHECK (isStale IN (0, 1)),
      taskHash TEXT NOT NULL CHECK (length(taskHash) IN (0, 64)),
      protocolHash TEXT NOT NULL CHECK (length(protocolHash) = 64),
      scoringVersion INTEGER NOT NULL,
      retriever TEXT NOT NULL CHECK (retriever <> ''),
      family TEXT NOT NULL,
      parameters TEXT NOT NULL CHECK (json_valid(parameters)),
      protocolSettings TEXT NOT NULL CHECK (json_valid(protocolSettings)),
      documents INTEGER NOT NULL CHECK (documents >= 0),
      queries INTEGER NOT NULL CHECK (queries >= 0),
      judged INTEGER NOT NULL CHECK (judged >= 0),
      missing INTEGER NOT NULL CHECK (missing BETWEEN 0 AND judged),
      indexSeconds REAL NOT NULL CHECK (indexSeconds >= 0),
      indexCPUSeconds REAL NOT NULL CHECK (indexCPUSeconds >= 0),
      searchSeconds REAL NOT NULL CHECK (searchSeconds >= 0),
      searchCPUSeconds REAL NOT NULL CHECK (searchCPUSeconds >= 0),
      queriesPerSecond REAL NOT NULL CHECK (queriesPerSecond >= 0),
      latencyMilliseconds TEXT NOT NULL CHECK (json_valid(latencyMilliseconds)),
      indexBytes INTEGER NOT NULL CHECK (indexBytes >= 0),
      peakResidentBytes INTEGER NOT NULL CHECK (peakResidentBytes >= 0),
      indexStatistics TEXT NOT NULL CHECK (json_valid(indexStatistics)),
      programVersion TEXT NOT NULL,
      sourceCommit TEXT NOT NULL,
      command TEXT NOT NULL,
      startedAt REAL NOT NULL,
      queryIDs BLOB NOT NULL,
      CHECK ((status = 'failed') = (reason <> '')),
      CHECK (status = 'failed' OR length(taskHash) = 64),
      CHECK ((status = 'done') = (ranking IS NOT NULL))
    ) STRICT
    """

  /// Before it, no task decided anything about a retriever, and both hashes were one.
  private static let specificationHash = """
    ALTER TABLE experiment ADD COLUMN
      specificationHash TEXT NOT NULL DEFAULT '' CHECK (length(specificationHash) IN (0, 64));
    UPDATE experiment
    SET specificationHash = (SELECT retrieverHash FROM cell WHERE cell.id = experiment.cell)
    """

  private static let experimentIndexes = """
    CREATE INDEX experimentByCell ON experiment (cell, status, sequence);
    CREATE INDEX experimentByID ON experiment (id);
    CREATE INDEX experimentByRanking ON experiment (ranking)
    """

  private static let score = """
    CREATE TABLE score (
      experiment INTEGER NOT NULL REFERENCES experiment(sequence) ON DELETE RESTRICT,
      position INTEGER NOT NULL CHECK (position >= 0),
      measure TEXT NOT NULL CHECK (measure <> ''),
      value REAL NOT NULL,
      low REAL,
      high REAL,
      perQuery BLOB NOT NULL,
      PRIMARY KEY (experiment, position),
      UNIQUE (experiment, measure),
      CHECK ((low IS NULL) = (high IS NULL)),
      CHECK (low IS NULL OR low <= high)
    ) STRICT
    """

  /// Which task hash came out when files with these names, sizes and times were read.
  private static let dataSignature = """
    CREATE TABLE dataSignature (
      signature TEXT PRIMARY KEY CHECK (length(signature) = 64),
      taskHash TEXT NOT NULL CHECK (length(taskHash) = 64)
    ) STRICT, WITHOUT ROWID
    """
}
