// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts
import TestSupport
import Testing

struct RecordGoldenTests {
  @Test(arguments: ExpectedTask.all(in: "expected.json"))
  func `a task is read as the reference loaders read it`(task: ExpectedTask) throws {
    let folder = ExpectedTask.folder.appending(path: "data/" + task.folder).path
    let layout = try #require(TaskLayouts.named(task.layout))
    let contents = try layout.open(
      TaskPlace(folder: folder, split: task.split, options: task.options))
    #expect(try ExpectedTask.Facts(contents) == task.facts)
    let count = task.facts.documents
    for number in Set([0, count / 2, count - 1]) {
      #expect(contents.corpus.place(ofDocument: number) != nil)
    }
    #expect(contents.corpus.place(ofDocument: count) == nil)
  }

  @Test func `there are golden tasks of every layout of records`() {
    let layouts = Set(ExpectedTask.all(in: "expected.json").map(\.layout))
    #expect(
      layouts == [
        "mteb", "coir", "limit", "bright", "litsearch", "kilt", "loco-v1", "loco-v0",
      ])
  }

  @Test(arguments: ExpectedTask.all(in: "expected.json"))
  func `a folder is recognised and its splits are known`(task: ExpectedTask) throws {
    let folder = try FolderListing(
      path: ExpectedTask.folder.appending(path: "data/" + task.folder).path)
    let layout = try #require(TaskLayouts.named(task.layout))
    #expect(layout.fault(in: task.options) == nil)
    #expect(try TaskLayouts.recognise(folder).name == task.layout)
    let splits = try layout.splits(of: folder)
    #expect(splits.isEmpty || splits.contains(task.split) || !task.options.isEmpty)
  }

  @Test(
    .enabled(if: TestData.has("loco") && TestData.has("limit"), "no data"),
    arguments: ExpectedTask.all(in: "real.json"))
  func `real data is read as the reference loaders read it`(task: ExpectedTask) throws {
    let folder = TestData.data.appending(path: task.folder).path
    let layout = try TaskLayouts.recognise(FolderListing(path: folder))
    #expect(layout.name == task.layout)
    let contents = try layout.open(
      TaskPlace(folder: folder, split: task.split, options: task.options))
    #expect(try ExpectedTask.Facts(contents) == task.facts)
    #expect(contents.warnings.isEmpty)
  }
}
