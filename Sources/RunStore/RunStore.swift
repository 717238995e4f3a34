// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The SQLite file that keeps experiments, their scores, per-query values and rankings.
///
/// Write-ahead log, foreign keys, and an `fsync` at each commit: an experiment is stored whole or not
/// at all, whatever happens to the process or the power. Nothing is ever deleted. A store may
/// be used by several threads and processes; a writer waits for another one.
public final class RunStore: Sendable {
  /// What a store is opened for.
  public enum Access: Sendable, Hashable {
    /// Create it if need be, bring its schema up to date, and write.
    case readWrite
    /// Only read; works on a read-only disk.
    case readOnly
  }

  /// Path of the SQLite file.
  public let path: String
  let queue: DatabaseQueue

  /// Opens the store at `path`; missing folders are made when writing.
  ///
  /// - Parameters:
  ///   - path: The SQLite file.
  ///   - access: What it is opened for.
  ///   - patience: How long to wait for another process that is writing, in seconds.
  /// - Throws: ``StoreError`` saying what is in the way.
  public init(
    path: String, access: Access = .readWrite, patience: Double = 10
  ) throws(StoreError) {
    self.path = path
    queue = try translating(path) {
      switch access {
      case .readWrite: try Self.openForWriting(path, patience: patience)
      case .readOnly: try Self.openForReading(path, patience: patience)
      }
    }
  }

  private static func openForWriting(_ path: String, patience: Double) throws -> DatabaseQueue {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StoreError(
        .readOnly, file: path, "the folder \(folder) cannot be made",
        fix: "choose another place with --store")
    }
    // SQLite only says "unable to open"; a writable file in a read-only folder fails late.
    for target in [folder, path] where access(target, F_OK) == 0 && access(target, W_OK) != 0 {
      throw StoreError(
        .readOnly, file: path, "\(target) may not be written",
        fix: "choose another place with --store, or change its permissions")
    }
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(patience)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    try queue.read { try checkIdentity($0, path: path) }
    // Before anything else is in it: the migrator makes a table of its own first, and a process that
    // is killed just then must not leave a file that looks like another program's.
    try queue.writeWithoutTransaction { db in
      guard try Int.fetchOne(db, sql: "PRAGMA application_id") != Schema.applicationID else {
        return
      }
      try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
    }
    try Schema.migrator.migrate(queue)
    return queue
  }

  private static func openForReading(_ path: String, patience: Double) throws -> DatabaseQueue {
    guard access(path, F_OK) == 0 else {
      throw StoreError(
        .missing, file: path, "there is no store here",
        fix: "run something with 'bench run', or name another store with --store")
    }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(patience)
    let queue: DatabaseQueue
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read { try checkIdentity($0, path: path) }
    } catch let error as DatabaseError where error.mayBeReadOnlyDisk && !hasLog(path) {
      // Reading with a write-ahead log needs a shared-memory file beside the store. Where that
      // cannot be made and no log is left over, nobody can be writing: read it as it lies.
      let url = URL(filePath: path).absoluteString + "?immutable=1"
      let immutable = try DatabaseQueue(path: url, configuration: configuration)
      try immutable.read { try checkIdentity($0, path: path) }
      return immutable
    }
    guard try queue.read(Schema.migrator.hasCompletedMigrations) else {
      throw StoreError(
        .missing, file: path, "the store is empty or of an older version",
        fix: "let 'bench run' open it once, that brings it up to date")
    }
    return queue
  }

  private static func hasLog(_ path: String) -> Bool {
    var status = stat()
    return stat(path + "-wal", &status) == 0 && status.st_size > 0
  }

  /// Refuses other programs' databases and those of later versions.
  private static func checkIdentity(_ db: Database, path: String) throws {
    let applicationID = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard applicationID == Schema.applicationID || tables == 0 else {
      throw StoreError(
        .corrupt, file: path, "this is a SQLite database of another program",
        fix: "name another store with --store")
    }
    guard try !Schema.migrator.hasBeenSuperseded(db) else {
      throw StoreError(
        .newerSchema, file: path, "the store was written by a newer version of bench",
        fix: "update bench, or name another store with --store")
    }
  }

  /// Runs a reading transaction.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    try translating(path) { try queue.read(body) }
  }

  /// Runs a writing transaction, all of it or nothing.
  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    try translating(path) {
      try queue.writeWithoutTransaction { db in
        var value: Value?
        // Immediate: two writers queue up here instead of failing later on.
        try db.inTransaction(.immediate) {
          value = try body(db)
          return .commit
        }
        guard let value else { preconditionFailure("a transaction that returned has a value") }
        return value
      }
    }
  }

  /// The statements that make up the schema, in a fixed order.
  public func schema() throws(StoreError) -> String {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT sql FROM sqlite_master
          WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
          ORDER BY type DESC, name
          """
      ).map { $0 + ";\n" }.joined(separator: "\n")
    }
  }
}
