// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// The questions of a file, collected row by row.
struct ChoiceQuestions {
  private let path: String
  private var documents: [Document] = []
  private var queries: [Query] = []
  private var builder = Qrels.Builder()

  /// The questions of the file at `path`.
  init(path: String) {
    self.path = path
  }

  /// Adds a row: instruction, query, choices, label.
  mutating func add(_ fields: [String], number: Int, line: Int) throws(DataError) {
    let choices = try choices(fields[2], line)
    guard let label = Int(fields[3]), choices.indices.contains(label) else {
      throw fault(
        line, "the label \"\(fields[3])\", expected a number from 0 to \(choices.count - 1)",
        fix: "the label is the place of the right choice in the list, from 0")
    }
    let ids = choices.indices.map { "\(number)-\($0)" }
    documents += zip(ids, choices).map { Document(id: $0, text: $1) }
    queries.append(
      Query(
        id: String(number), text: fields[1],
        instruction: fields[0].isEmpty ? nil : fields[0], candidates: ids))
    builder.add(query: String(number), document: ids[label], grade: 1)
  }

  /// The task of all rows.
  func contents() throws(DataError) -> TaskContents {
    guard !queries.isEmpty else {
      throw fault(nil, "no questions, expected one in each row", fix: "fetch the file again")
    }
    do throws(DuplicateJudgment) {
      return TaskContents(
        corpus: InMemoryCorpus(documents), queries: queries, qrels: try builder.build(),
        queriesFile: path, qrelsFile: path)
    } catch {
      throw fault(nil, error.description, fix: "")
    }
  }

  private func choices(_ literal: String, _ line: Int) throws(DataError) -> [String] {
    let list: PythonStringList
    do throws(PythonStringList.Fault) {
      list = try PythonStringList(literal)
    } catch {
      throw fault(
        line, "a list of choices that cannot be read, at its byte \(error.place): \(error.problem)",
        fix: "write the choices as a Python list of strings: ['one', 'two']")
    }
    guard !list.strings.isEmpty else {
      throw fault(line, "an empty list of choices, expected at least one", fix: "")
    }
    return list.strings
  }

  private func fault(_ line: Int?, _ found: String, fix: String) -> DataError {
    DataError(.malformed, file: path, line: line, "found \(found)", fix: fix)
  }
}
