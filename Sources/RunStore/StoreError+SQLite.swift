// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Runs `body` and gives whatever SQLite complains about a cause and a remedy.
func translating<Value>(_ path: String, _ body: () throws -> Value) throws(StoreError) -> Value {
  do {
    return try body()
  } catch var error as StoreError {
    if error.file != path { error.problem = "\(error.file): \(error.problem)" }
    error.file = path
    throw error
  } catch let error as DatabaseError {
    throw StoreError(error, path: path)
  } catch {
    throw StoreError(.corrupt, file: path, "\(error)", fix: StoreError.restore)
  }
}

extension StoreError {
  static let restore = "restore the store from a copy, or name another one with --store"

  /// The meaning of a SQLite result code.
  init(_ error: DatabaseError, path: String) {
    let words = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL:
      self.init(
        .diskFull, file: path, "the disk is full",
        fix: "make room and run the same command again: what was finished is kept")
    case .SQLITE_READONLY, .SQLITE_PERM:
      self.init(
        .readOnly, file: path, "the store may not be written (\(words))",
        fix: "choose another place with --store, or change its permissions")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .locked, file: path, "another process is writing to the store",
        fix: "wait for it to end and run the same command again")
    case .SQLITE_NOTADB:
      self.init(
        .corrupt, file: path, "this is not a SQLite database",
        fix: "name another store with --store")
    case .SQLITE_CORRUPT:
      self.init(.corrupt, file: path, "the store is damaged (\(words))", fix: Self.restore)
    case .SQLITE_IOERR:
      self.init(
        .inputOutput, file: path, "reading or writing failed (\(words))",
        fix: "look at the disk and at what the kernel says about it")
    case .SQLITE_CANTOPEN:
      self.init(
        .inputOutput, file: path, "the store cannot be opened (\(words))",
        fix: "check that its folder exists, may be written and is no file")
    default:
      self.init(.refused, file: path, "SQLite refused: \(error)", fix: "report this as a bug")
    }
  }
}

extension DatabaseError {
  /// Whether this may come from a disk on which SQLite cannot make its side files.
  var mayBeReadOnlyDisk: Bool {
    resultCode == .SQLITE_CANTOPEN || resultCode == .SQLITE_READONLY
  }
}
