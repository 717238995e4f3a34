// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TaskLayouts
import TestSupport
import Testing

struct LayoutRecognitionTests {
  @Test func `a listing sees three levels, and nothing hidden`() throws {
    try withFiles([
      "a.jsonl.gz": "", "x/b.tsv": "", "x/y/c.tsv": "", "x/y/z/d.tsv": "", ".git/config": "",
    ]) { folder in
      let listing = try FolderListing(path: folder)
      #expect(listing.files == ["a.jsonl.gz", "x/b.tsv", "x/y/c.tsv"])
      #expect(listing.path(of: "a.jsonl") == folder + "/a.jsonl.gz")
      #expect(listing.has("x/b.tsv"))
      #expect(!listing.has("b.tsv"))
    }
  }

  @Test func `a plain file goes before a compressed one`() throws {
    try withFiles(["q.tsv": "", "q.tsv.gz": "", "q.tsv.zst": ""]) { folder in
      let listing = try FolderListing(path: folder)
      #expect(listing.path(of: "q.tsv") == folder + "/q.tsv")
    }
  }

  @Test func `a folder that is not there, and one that nobody knows, say so`() throws {
    try withFiles(["notes.txt": "", "b": "", "c": "", "d": "", "e": ""]) { folder in
      #expect(throws: DataError.self) { try FolderListing(path: folder + "/none") }
      let error = #expect(throws: DataError.self) {
        try TaskLayouts.recognise(FolderListing(path: folder))
      }
      #expect(error?.code == .missing)
      #expect(
        error?.problem
          == "found b, c, d, e and 1 more, expected a task in a layout that is known")
    }
  }

  @Test func `every layout has a name of its own`() {
    let names = TaskLayouts.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("beir"))
    for name in names { #expect(TaskLayouts.named(name)?.name == name) }
  }

  @Test func `options are checked by name and value`() throws {
    let layout = Choosy()
    #expect(layout.fault(in: ["subset": "a"]) == nil)
    #expect(layout.fault(in: ["subset": "a", "variant": "long"]) == nil)
    #expect(layout.fault(in: [:]) == "found no \"subset\", expected which part")
    #expect(
      layout.fault(in: ["subset": "a", "variant": "wide"])
        == "found variant \"wide\", expected one of short, long")
    #expect(
      layout.fault(in: ["sub": "a"])
        == "found the option \"sub\", the layout choosy has only subset, variant")
    #expect(
      BEIRLayout().fault(in: ["sub": "a"])
        == "found the option \"sub\", the layout beir has none")
  }

  @Test func `BEIR's folder opens as the readers of its files do`() throws {
    try withFiles([
      "corpus.jsonl": #"{"_id": "d", "title": "t", "text": "x"}"#,
      "queries.jsonl": #"{"_id": "q", "text": "x"}"#,
      "qrels/dev.tsv": "query-id\tcorpus-id\tscore\nq\td\t2\n",
    ]) { folder in
      let listing = try FolderListing(path: folder)
      let layout = try TaskLayouts.recognise(listing)
      #expect(layout.name == "beir")
      #expect(try layout.splits(of: listing) == ["dev"])
      let contents = try layout.open(TaskPlace(folder: folder, split: "dev"))
      #expect(contents.queries == [Query(id: "q", text: "x")])
      #expect(contents.qrels["q"]?.grades == [2])
      #expect(try contents.corpus.makeReader().nextBatch()?[0].id == "d")
      #expect(contents.corpus.place(ofDocument: 0)?.line == 1)
      #expect(contents.corpus.place(ofDocument: 1) == nil)
      #expect(throws: DataError.self) { try layout.open(TaskPlace(folder: folder)) }
    }
  }
}

/// A layout with options, one of which must be said.
private struct Choosy: TaskLayout {
  let name = "choosy"
  let summary = ""
  let options = [
    LayoutOption("subset", "which part"),
    LayoutOption("variant", "how long", values: ["short", "long"], standard: "short"),
  ]

  func recognises(_ folder: FolderListing) -> Bool { false }

  func open(_ place: TaskPlace) throws(DataError) -> TaskContents {
    throw DataError(.missing, file: place.folder, "nothing is here")
  }
}
