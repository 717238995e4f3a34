// SPDX-License-Identifier: Apache-2.0

import Compression
import FoundationEssentials
import GRDB
import Retrieval

/// Dictionaries as JSON text with sorted keys.
enum JSONColumn {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func value<Value: Decodable>(_ row: Row, _ column: String) throws -> Value {
    let text: String = row[column]
    return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }
}

/// Lists as zstd blobs.
enum BlobColumn {
  /// A store is not trusted: no list may unfold to more than this.
  private static let largestContent = 1 << 32

  /// Little-endian 64-bit patterns.
  static func blob(_ numbers: [Double]) throws -> Data {
    let bytes = numbers.flatMap { number in
      withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
    }
    return Data(try Zstd.compress(bytes))
  }

  static func numbers(_ row: Row, _ column: String) throws -> [Double] {
    let blob: Data = row[column]
    let bytes = try Zstd.decompress(Array(blob), limit: largestContent)
    return bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map {
        Double(
          bitPattern: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)))
      }
    }
  }

  /// Count, then length and bytes of each.
  static func blob(_ identifiers: [String]) throws -> Data {
    var writer = VariableLengthWriter()
    writer.append(identifiers.count)
    for identifier in identifiers {
      writer.append(identifier.utf8.count)
      writer.append(raw: identifier.utf8)
    }
    return Data(try Zstd.compress(writer.bytes))
  }

  static func identifiers(_ row: Row, _ column: String) throws -> [String] {
    let blob: Data = row[column]
    let bytes = try Zstd.decompress(Array(blob), limit: largestContent)
    return try bytes.withUnsafeBytes { bytes in
      var reader = VariableLengthReader(bytes)
      return try (0..<(try reader.count())).map { _ in
        String(decoding: try reader.raw(try reader.count()), as: UTF8.self)
      }
    }
  }
}

/// The plain columns of `experiment`, both ways.
enum ExperimentColumns {
  /// Their names, and `sequence`.
  static let names = [
    "sequence", "id", "status", "reason", "isStale", "taskHash", "protocolHash", "scoringVersion",
    "retriever", "family", "parameters", "protocolSettings", "documents", "queries", "judged",
    "missing", "indexSeconds", "indexCPUSeconds", "searchSeconds", "searchCPUSeconds",
    "queriesPerSecond", "latencyMilliseconds", "indexBytes", "peakResidentBytes",
    "specificationHash", "indexStatistics", "relevantTokens", "programVersion", "sourceCommit",
    "command", "startedAt", "profileRecord",
  ]

  static func values(
    of experiment: Experiment
  ) throws -> [String: (any DatabaseValueConvertible)?] {
    let counts = experiment.counts
    let cost = experiment.cost
    return [
      "id": experiment.id, "status": experiment.status.rawValue, "reason": experiment.reason,
      "isStale": experiment.isStale, "taskHash": experiment.hashes.task,
      "protocolHash": experiment.hashes.protocol, "scoringVersion": experiment.scoringVersion,
      "retriever": experiment.retriever, "family": experiment.family,
      "specificationHash": experiment.hashes.specification,
      "parameters": try JSONColumn.text(experiment.parameters),
      "protocolSettings": try JSONColumn.text(experiment.protocolSettings),
      "documents": counts.documents, "queries": counts.queries, "judged": counts.judged,
      "missing": counts.missing, "indexSeconds": cost.indexSeconds,
      "indexCPUSeconds": cost.indexCPUSeconds, "searchSeconds": cost.searchSeconds,
      "searchCPUSeconds": cost.searchCPUSeconds, "queriesPerSecond": cost.queriesPerSecond,
      "latencyMilliseconds": try JSONColumn.text(cost.latencyMilliseconds),
      "indexBytes": cost.indexBytes, "peakResidentBytes": cost.peakResidentBytes,
      "indexStatistics": try JSONColumn.text(experiment.indexStatistics),
      "relevantTokens": try JSONColumn.text(experiment.relevantTokens),
      "programVersion": experiment.programVersion, "sourceCommit": experiment.sourceCommit,
      "command": experiment.command, "startedAt": experiment.startedAt,
      "profileRecord": try experiment.profileRecord.map { try JSONColumn.text($0) },
    ]
  }

  /// Everything but scores and query ids, from a row of `experiment` joined with `cell`, `machine`.
  static func experiment(_ row: Row) throws -> Experiment {
    let status: String = row["status"]
    var experiment = Experiment(
      id: row["id"], suite: row["suite"], task: row["task"], retriever: row["retriever"],
      profile: row["profile"], status: status == "done" ? .done : .failed,
      hashes: Experiment.Hashes(
        task: row["taskHash"], protocol: row["protocolHash"], retriever: row["retrieverHash"],
        specification: row["specificationHash"]))
    experiment.variant = row["variant"]
    experiment.reason = row["reason"]
    experiment.isStale = row["isStale"]
    experiment.scoringVersion = row["scoringVersion"]
    experiment.sequence = row["sequence"]
    experiment.family = row["family"]
    experiment.parameters = try JSONColumn.value(row, "parameters")
    experiment.protocolSettings = try JSONColumn.value(row, "protocolSettings")
    experiment.indexStatistics = try JSONColumn.value(row, "indexStatistics")
    experiment.relevantTokens = try JSONColumn.value(row, "relevantTokens")
    experiment.machine = try JSONColumn.value(row, "facts")
    experiment.programVersion = row["programVersion"]
    experiment.sourceCommit = row["sourceCommit"]
    experiment.command = row["command"]
    experiment.startedAt = row["startedAt"]
    let hasRecord = (row["profileRecord"] as String?) != nil
    if hasRecord { experiment.profileRecord = try JSONColumn.value(row, "profileRecord") }
    experiment.counts = Experiment.Counts(
      documents: row["documents"], queries: row["queries"], judged: row["judged"],
      missing: row["missing"])
    experiment.cost = try cost(row)
    return experiment
  }

  private static func cost(_ row: Row) throws -> Experiment.Cost {
    Experiment.Cost(
      indexSeconds: row["indexSeconds"], indexCPUSeconds: row["indexCPUSeconds"],
      searchSeconds: row["searchSeconds"], searchCPUSeconds: row["searchCPUSeconds"],
      queriesPerSecond: row["queriesPerSecond"],
      latencyMilliseconds: try JSONColumn.value(row, "latencyMilliseconds"),
      indexBytes: row["indexBytes"], peakResidentBytes: row["peakResidentBytes"])
  }
}
