// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Evaluation
import Formats
import Measures
public import Retrieval

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Score run files against qrels, as trec_eval and ir_measures do.",
    discussion: """
      Measures are named as either tool writes them: nDCG@10 or ndcg_cut_10, AP or map; all_trec,
      official and set mean trec_eval's groups. Files may be compressed with gzip or zstd.

        bench eval qrels.txt bm25.run nDCG@10 AP R@1000
        bench eval qrels.txt bm25.run -m all_trec -q
        bench eval qrels.txt runs/ nDCG@10

      Judged queries without a ranking count as 0, as with trec_eval -c. Of a folder every run file
      is scored, a row each.
      """)

  @Argument(help: "Judgements: TREC's four columns, BEIR's TSV, or qrels.jsonl.") var qrels: String
  @Argument(
    help:
      "A run: TREC's six columns, T2Ranking's qid pid rank [score], the native TSV; or a folder of runs."
  )
  var runFile: String
  @Argument(help: "Measures (default: nDCG@10 AP RR@10 R@100 R@1000 P@10).")
  var measures: [String] = []
  @Option(name: [.customShort("m"), .customLong("measure")], help: "One more measure or group.")
  var more: [String] = []
  @Flag(name: [.customShort("q"), .long], help: "Print each query's values too.")
  var perQuery = false
  @Option(help: "table, tsv or json.") var format: EvaluationFormat = .table
  @Flag(
    name: [.customShort("c"), .long],
    inversion: .prefixedNo,
    help: "Count judged queries without a ranking as 0, or leave them out of the mean.")
  var complete = true
  @Option(name: [.customShort("l"), .long], help: "The lowest grade that counts as relevant.")
  var relevanceLevel = 1
  @Flag(help: "Drop documents whose id is the query's (BEIR's ignore_identical_ids).")
  var ignoreIdenticalIDs = false
  @Option(name: [.customShort("M"), .long], help: "Documents per query that are looked at.")
  var depth: Int?
  @Option(help: "Order of equal scores: trec-eval, document-ascending or as-ranked.")
  var ties: EvaluationProtocol.TieRule = .trecEval
  @Flag(
    name: .customLong("tie-range"),
    help: "Also what the order of equal scores could make of it: least, expected, most.")
  var tieRange = false
  @Flag(
    name: .customLong("unjudged-range"),
    help: "Also what judging the unjudged documents could make of it: least and most.")
  var unjudgedRange = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let depth, depth < 1 { throw ValidationError("--depth must be at least 1, not \(depth)") }
    guard ranges.isEmpty || format != .tsv else {
      throw ValidationError("--tie-range and --unjudged-range go with --format table or json")
    }
    _ = try requested()
  }

  mutating func run() throws {
    let evaluator = Evaluator(
      qrels: try readQrels(path: qrels), measures: try requested(),
      protocol: EvaluationProtocol(
        ignoresIdenticalIDs: ignoreIdenticalIDs, positiveGrade: relevanceLevel,
        depth: depth ?? .max, ties: ties, missingQueries: complete ? .zero : .skip),
      ranges: ranges)
    guard !isFolder(runFile) else { return try evaluateFolder(evaluator) }
    let result = try evaluator.evaluate(runFile: runFile)
    note(result.coverageNote)
    Terminal.standardOutput.write(result.text(format, perQuery: perQuery))
    if !ranges.isEmpty, format == .table {
      Terminal.standardOutput.write("\n" + RangeTable(result, ranges).text)
    }
  }

  private var ranges: RangeOptions {
    var ranges: RangeOptions = []
    if tieRange { ranges.insert(.ties) }
    if unjudgedRange { ranges.insert(.unjudged) }
    return ranges
  }

  private func evaluateFolder(_ evaluator: Evaluator) throws {
    guard ranges.isEmpty || format == .json else {
      throw ValidationError("for a folder, --tie-range and --unjudged-range take --format json")
    }
    guard !perQuery else { throw ValidationError("-q takes one run file, not a folder") }
    let folder = try RunFolder(path: runFile)
    var rows = EvaluationRows()
    for run in folder.runs {
      let result = try evaluator.evaluate(runFile: folder.path(of: run))
      note(result.coverageNote.map { "\(run): \($0)" })
      rows.add(result, of: run)
    }
    guard format == .table else { return Terminal.standardOutput.write(rows.text(format)) }
    var table = TextTable(
      rows.header.enumerated().map { ($1, $0 == 0 ? .left : .right) })
    for cells in rows.cells { table.add(cells) }
    Terminal.standardOutput.write(table.render())
  }

  private func note(_ note: String?) {
    guard let note, !output.quiet else { return }
    Terminal.standardError.write("bench: \(note)\n")
  }

  private func requested() throws -> [Measure] {
    let names = measures + more
    let defaults = ["nDCG@10", "AP", "RR@10", "R@100", "R@1000", "P@10"]
    do {
      return try (names.isEmpty ? defaults : names).flatMap { try Measure.list($0) }
    } catch let error as MeasureError {
      throw ValidationError(error.description)
    }
  }
}

extension EvaluationFormat: ExpressibleByArgument {}
extension EvaluationProtocol.TieRule: ExpressibleByArgument {}
