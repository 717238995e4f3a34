// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Profiling
public import Retrieval
import RunStore
import Suites

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the child process does: one cell, as asked on standard input, told on standard output.
///
/// This is the body of the hidden command that ``Runner`` starts. The process belongs to the runner
/// and ends with it.
///
/// - Parameter retriever: Makes a retriever from its specification.
/// - Returns: The exit code: 0, also when the cell failed and that was told; 64 when there is no
///   request on standard input.
public func runWorker(
  retriever: (_ specification: String) throws -> any Retriever
) async -> Int32 {
  let channel = WorkerChannel.open()
  guard let request: WorkerRequest = channel.readRequest() else {
    channel.complain("this command is started by 'bench run' and of no use by itself")
    return 64
  }
  channel.endWithParent()
  do {
    let worker = CellWorker(request: request, channel: channel)
    let retriever = try retriever(request.retriever).adapted(toLanguage: request.task.language)
    channel.send(.result(try await worker.run(retriever)))
  } catch let error as DataError {
    channel.send(.dataFailure(WorkerDataFailure(error)))
  } catch {
    channel.send(.failure(reason: "\(error)"))
  }
  return 0
}

/// Runs one cell.
struct CellWorker {
  let request: WorkerRequest
  let channel: WorkerChannel

  func run(_ retriever: any Retriever) async throws -> WorkerResult {
    var reference = request.task.task
    reference.evaluation.queries = request.conditions.asksAllQueries ? .all : .judged
    let task = try PreparedTask(
      reference, dataFolder: request.dataFolder, depth: nil,
      queryLimit: request.queryLimit)
    var conditions: [Conditions] = []
    look(at: &conditions, .indexing)
    let (index, indexing) = try await index(task, retriever)
    look(at: &conditions, .searching)
    var timing = SearchTiming()
    let found = try await search(index, task.queries, &timing)
    look(at: &conditions, nil)
    let peak = peakResidentBytes()
    let (rankings, corpus) = try await check(found, task)
    try write(Run(tag: retriever.card.specification, rankings: rankings))
    return WorkerResult(
      taskHash: corpus.taskHash, documents: corpus.documents, queries: task.queries.count,
      indexSeconds: indexing.seconds, indexCPUSeconds: indexing.cpuSeconds,
      searchSeconds: timing.perPass.seconds, searchCPUSeconds: timing.perPass.cpuSeconds,
      latencyMilliseconds: timing.latencies.summary, indexBytes: index.sizeOnDisk,
      peakResidentBytes: peak, indexStatistics: index.statistics,
      relevantTokens: relevantTokens(index, task), warnings: corpus.warnings,
      passes: timing.passes, conditions: request.isWatched == true ? conditions : nil)
  }

  private func look(at conditions: inout [Conditions], _ phase: Phase?) {
    guard request.isWatched == true else { return }
    conditions.append(.current(phase: phase?.rawValue ?? ""))
  }

  /// By query: how many tokens its longest relevant document has, as far as the index knows.
  private func relevantTokens(_ index: any SearchIndex, _ task: PreparedTask) -> [String: Int] {
    var longest: [String: Int] = [:]
    for query in task.qrels.queryIDs {
      guard let judged = task.qrels[query] else { continue }
      for row in 0..<judged.documents.count where judged.grades[row] > 0 {
        guard let count = index.tokenCount(ofDocument: judged.documents[row]) else { continue }
        longest[query] = max(longest[query] ?? 0, count)
      }
    }
    return longest
  }

  private func index(
    _ task: PreparedTask, _ retriever: any Retriever
  ) async throws -> (any SearchIndex, Elapsed) {
    let corpus = request.conditions.applied(to: task.loaded.corpus)
    channel.begin(
      .indexing, total: corpus.expectedDocumentCount ?? task.loaded.task.counts.documents)
    let meter = ResourceMeter()
    do {
      let index = try await retriever.index(
        corpus,
        in: Workspace(
          folder: request.indexFolder, threads: request.threads, memory: request.memory),
        progress: IndexingProgress { [channel] in channel.progress($0) })
      return (index, meter.elapsed)
    } catch let error as DataError {
      // A retriever sees documents, not lines: where the data is at fault, this says which line.
      _ = try await CorpusCheck(task, identifiers: IdentifierIndex(), threads: request.threads)
      throw error
    }
  }

  /// All queries as often as the profile says; the answers are those of the first pass.
  ///
  /// - Throws: ``Nondeterminism`` where another pass has others.
  private func search(
    _ index: any SearchIndex, _ queries: [Query], _ timing: inout SearchTiming
  ) async throws -> [[Ranking]] {
    let asked = queries.map {
      (query: request.conditions.applied(to: $0), depth: request.conditions.depth(for: $0))
    }
    let passes = SearchPasses(warmUp: request.warmUp ?? 0, timed: request.repetitions ?? 1)
    channel.begin(.searching, total: queries.count * passes.count)
    return try await passes.ask(index, asked, &timing) { channel.progress($0) }
  }

  private func check(
    _ found: [[Ranking]], _ task: PreparedTask
  ) async throws -> ([Ranking], CorpusCheck) {
    channel.begin(.checking, total: nil)
    let conditions = request.conditions
    var check = RankingCheck()
    var rankings: [Ranking] = []
    rankings.reserveCapacity(found.count)
    for (query, answer) in zip(task.queries, found) {
      let ranking = try check.check(answer, of: query, depth: conditions.depth(for: query))
      rankings.append(conditions.applied(to: ranking, of: query))
    }
    let corpus = try await CorpusCheck(
      task, identifiers: check.documents, threads: request.threads)
    if let unknown = corpus.unknown {
      throw InvalidRanking("the retriever returned document \(unknown), which the corpus has not")
    }
    return (rankings, corpus)
  }

  private func write(_ run: Run) throws {
    let blob = try RankingCodec.encode(run)
    do {
      try Data(blob).write(to: URL(filePath: request.rankingsFile))
    } catch {
      throw DataError(
        .unwritable, file: request.rankingsFile, "the rankings cannot be written: \(error)",
        fix: "check that the disk is not full")
    }
  }
}
