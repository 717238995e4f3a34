CREATE TABLE cell (
  id INTEGER PRIMARY KEY,
  suite TEXT NOT NULL CHECK (suite <> ''),
  task TEXT NOT NULL CHECK (task <> ''),
  retrieverHash TEXT NOT NULL CHECK (length(retrieverHash) = 64),
  profile TEXT NOT NULL CHECK (profile <> ''),
  variant TEXT NOT NULL,
  UNIQUE (suite, task, retrieverHash, profile, variant)
) STRICT;

CREATE TABLE dataSignature (
  signature TEXT PRIMARY KEY CHECK (length(signature) = 64),
  taskHash TEXT NOT NULL CHECK (length(taskHash) = 64)
) STRICT, WITHOUT ROWID;

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
  queryIDs BLOB NOT NULL, specificationHash TEXT NOT NULL DEFAULT '' CHECK (length(specificationHash) IN (0, 64)), relevantTokens TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(relevantTokens)), profileRecord TEXT CHECK (profileRecord IS NULL OR json_valid(profileRecord)),
  CHECK ((status = 'failed') = (reason <> '')),
  CHECK (status = 'failed' OR length(taskHash) = 64),
  CHECK ((status = 'done') = (ranking IS NOT NULL))
) STRICT;

CREATE TABLE machine (
  id INTEGER PRIMARY KEY,
  facts TEXT NOT NULL UNIQUE CHECK (json_valid(facts))
) STRICT;

CREATE TABLE ranking (
  id INTEGER PRIMARY KEY,
  conditions TEXT NOT NULL,
  run BLOB NOT NULL
) STRICT;

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
) STRICT;

CREATE INDEX experimentByCell ON experiment (cell, status, sequence);

CREATE INDEX experimentByID ON experiment (id);

CREATE INDEX experimentByRanking ON experiment (ranking);
