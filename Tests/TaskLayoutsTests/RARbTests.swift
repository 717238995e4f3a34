// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import TaskLayouts
import TestSupport
import Testing

/// RAR-b's two layouts on the benchmark's own files, against what Python reads (Golden/rarb).
struct RARbTests {
  @Test(.enabled(if: TestData.has("rarb/mcr"), "needs BENCH_DATA"))
  func `every row of the multiple-choice files reads as with Python`() throws {
    let golden = try Golden.text("rarb/rows.txt").split(separator: "\n")
    var found: [String] = []
    let folder = TestData.data.appending(path: "rarb/mcr").path
    let listing = try FolderListing(path: folder)
    #expect(try TaskLayouts.recognise(listing).name == "rarb-mcr")
    #expect(try RARbChoiceLayout().splits(of: listing) == ["test"])
    for subset in ["ARC-Challenge", "alphanli", "winogrande"] {
      let task = try RARbChoiceLayout().open(TaskPlace(folder: folder, options: ["subset": subset]))
      let texts = try task.corpus.texts()
      for query in task.queries {
        let candidates = query.candidates ?? []
        let label = try #require(
          task.qrels[query.id].map { $0.documents[0] }.flatMap(candidates.firstIndex))
        let fields =
          [query.instruction ?? "", query.text] + candidates.compactMap { texts[$0] } + ["\(label)"]
        found.append("\(subset)-test.csv \(fnv(fields))")
      }
    }
    #expect(found.count == golden.count)
    #expect(zip(found, golden).first { $0 != $1 } == nil)
  }

  @Test func `lists of strings read as with Python's literal_eval`() throws {
    struct Line: Decodable {
      var literal: String
      var strings: [String]?
    }
    var accepted = 0
    for line in try Golden.text("rarb/lists.jsonl").split(separator: "\n") {
      let expected = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      let strings = try? PythonStringList(expected.literal).strings
      #expect(
        strings.map { $0.map { Array($0.utf8) } }
          == expected.strings.map { $0.map { Array($0.utf8) } }, "\(expected.literal)")
      accepted += strings == nil ? 0 : 1
    }
    #expect(accepted > 500)
  }

  @Test(arguments: [
    (#"['a' 'b']"#, 6, "found ', expected a comma or ]"),
    (#"['''a''']"#, 4, "found ', expected a comma or ]"),
    (#"[u'a']"#, 2, "found u, expected a string in quotes or ]"),
    (#"['a', 1]"#, 7, "found 1, expected a string in quotes"),
    (#"['\N{DASH}']"#, 3, #"found a character by its name (\N), expected it by its number (\u…)"#),
    (#"['\ud83d\ude00']"#, 3, "found an escape for no character, expected a Unicode character"),
    (#"['\x4']"#, 3, "found an escape that is cut, expected 2 hexadecimal digits"),
    (#"['a"#, 2, "found a string without an end, expected a closing quote"),
    (#"('a',)"#, 1, "found (, expected a list in square brackets"),
    (#"['a'"#, 5, "found the end, expected a comma or ]"),
    (#"['a'] x"#, 7, "found x, expected the end of the list"),
  ])
  func `what is no plain list of strings says where`(literal: String, place: Int, problem: String) {
    let fault = #expect(throws: PythonStringList.Fault.self) { try PythonStringList(literal) }
    #expect(fault == PythonStringList.Fault(place: place, problem: problem))
  }

  @Test(.enabled(if: TestData.has("rarb/full"), "needs BENCH_DATA"))
  func `the instruction stands in every query`() throws {
    let folder = TestData.data.appending(path: "rarb/full/ARC-Challenge").path
    #expect(try TaskLayouts.recognise(FolderListing(path: folder)).name == "rarb-full")
    let task = try RARbFullLayout().open(TaskPlace(folder: folder))
    #expect(task.queries.count == 1172)
    #expect(
      Set(task.queries.map(\.instruction)) == ["Retrieve the answer to the question."])
  }
}
