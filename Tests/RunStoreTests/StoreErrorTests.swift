// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import TestSupport
import Testing

@testable import RunStore

@Suite struct `A store that cannot be used` {
  @Test func `because nothing is there says how to make one`() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: StoreError.self) {
        try RunStore(path: folder + "/none.sqlite", access: .readOnly)
      }
      #expect(error?.code == .missing && error?.exitCode == 66)
      #expect(error?.description.hasPrefix(folder + "/none.sqlite: there is no store") == true)
    }
  }

  @Test func `because its folder cannot be made says so`() {
    let error = #expect(throws: StoreError.self) {
      try RunStore(path: "/dev/null/results/bench.sqlite")
    }
    #expect(error?.code == .readOnly && error?.exitCode == 73)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write anywhere"))
  func `because its folder may not be written says so`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      let error = #expect(throws: StoreError.self) { try RunStore(path: folder + "/s.sqlite") }
      #expect(error?.code == .readOnly)
    }
  }

  @Test func `because the disk is full keeps what it had`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      try store.save(sampleExperiment())
      try store.queue.writeWithoutTransaction { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages)")
      }
      var large = sampleExperiment(id: "1111111111111111", retriever: "d")
      large.command = String(repeating: "x", count: 100_000)
      let error = #expect(throws: StoreError.self) { try store.save(large) }
      #expect(error?.code == .diskFull && error?.exitCode == 73)
      #expect(try store.experiments().map(\.id) == [sampleExperiment().id])
    }
  }

  @Test func `because it is another kind of file says so`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      try Data(String(repeating: "no database\n", count: 1000).utf8)
        .write(to: URL(filePath: path))
      for access in [RunStore.Access.readWrite, .readOnly] {
        let error = #expect(throws: StoreError.self) { try RunStore(path: path, access: access) }
        #expect(error?.code == .corrupt && error?.exitCode == 65)
        #expect(error?.problem == "this is not a SQLite database")
      }
    }
  }

  @Test func `because another program's tables are in it leaves them alone`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let other = try DatabaseQueue(path: path)
      try other.write { try $0.execute(sql: "CREATE TABLE note (text)") }
      try other.close()
      let error = #expect(throws: StoreError.self) { try RunStore(path: path) }
      #expect(error?.problem == "this is a SQLite database of another program")
      let tables = try DatabaseQueue(path: path).read {
        try String.fetchAll($0, sql: "SELECT name FROM sqlite_master")
      }
      #expect(tables == ["note"])
    }
  }

  @Test func `because a page is damaged says so`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      do { try RunStore(path: path).save(sampleExperiment()) }
      var bytes = try Data(contentsOf: URL(filePath: path))
      for position in 4096..<bytes.count { bytes[position] = 0xFF }
      try bytes.write(to: URL(filePath: path))
      let error = #expect(throws: StoreError.self) {
        let store = try RunStore(path: path)
        _ = try store.experiments()
      }
      #expect(error?.code == .corrupt)
    }
  }

  @Test func `because a newer version made it asks for an update`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      do {
        try RunStore(path: path).write {
          try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99 add the future')")
        }
      }
      for access in [RunStore.Access.readWrite, .readOnly] {
        let error = #expect(throws: StoreError.self) { try RunStore(path: path, access: access) }
        #expect(error?.code == .newerSchema && error?.exitCode == 65)
      }
    }
  }

  @Test func `because another process is writing says to try again`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let store = try RunStore(path: path, patience: 0)
      let other = try RunStore(path: path)
      let error = try other.write { _ in
        #expect(throws: StoreError.self) { try store.save(sampleExperiment()) }
      }
      #expect(error?.code == .locked && error?.exitCode == 75)
      try store.save(sampleExperiment())
      #expect(try other.experiments().count == 1)
    }
  }
}
