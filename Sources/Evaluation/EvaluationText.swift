// SPDX-License-Identifier: Apache-2.0

import Formats
import Measures

/// How values are printed.
public enum EvaluationFormat: String, Sendable, Hashable, CaseIterable {
  /// trec_eval's layout when all names are trec_eval's, else that of ir-measures.
  case table
  /// One row a query and one column a measure under a header, all digits.
  case tsv
  /// `{"measures":{…},"queries":n,"missing":n,"per_query":{…}}`, all digits.
  case json
}

extension EvaluationResult {
  /// The values as text, ending in a newline.
  ///
  /// - Parameter perQuery: Whether to print the values of queries before those over all queries.
  public func text(_ format: EvaluationFormat, perQuery: Bool = false) -> String {
    switch format {
    case .table where measures.allSatisfy(\.isTRECEvalName): trecEvalText(perQuery)
    case .table: irMeasuresText(perQuery)
    case .tsv: tableText(perQuery)
    case .json: jsonText(perQuery)
    }
  }

  /// One sentence on judged queries without a ranking, and on rankings without judgements; nil when
  /// every query has both.
  public var coverageNote: String? {
    var notes: [String] = []
    if missing > 0 {
      let judged = missing + isMissing.count { !$0 }
      let verb = isMissing.contains(true) ? "count as 0" : "are left out"
      notes.append("\(missing) of \(judged) judged queries have no ranking and \(verb)")
    }
    if unjudged > 0 {
      notes.append("\(unjudged) queries of the run are not judged and are passed over")
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  /// trec_eval 9's layout: name in 22 columns, tab, query or `all`, tab, value with 4 decimals.
  /// Queries without a ranking have no rows, also where they count.
  private func trecEvalText(_ perQuery: Bool) -> String {
    var lines = ""
    if perQuery {
      for query in queryIDs.indices where !isMissing[query] {
        for (index, measure) in measures.enumerated() {
          if let text = text(index, query: query) {
            lines += trecEvalLine(measure, queryIDs[query], text)
          } else if measure.aggregation != .none && measure.aggregation != .geometricMean
            && measure.description != "num_q"
          {
            lines += trecEvalLine(
              measure, queryIDs[query], fourDecimals(values[index][query], of: measure))
          }
        }
      }
    }
    for (index, measure) in measures.enumerated() {
      if measure.description == "runid" {
        lines += trecEvalLine(measure, "all", tag)
      } else if measure.aggregation != .none {
        lines += trecEvalLine(measure, "all", fourDecimals(means[index], of: measure))
      }
    }
    return lines
  }

  private func trecEvalLine(_ measure: Measure, _ query: String, _ value: String) -> String {
    let padding = String(repeating: " ", count: max(0, 22 - measure.description.utf8.count))
    return "\(measure)\(padding)\t\(query)\t\(value)\n"
  }

  /// ir-measures' layout: measure, tab, value with 4 decimals; with the query in front where
  /// queries are printed. Queries without a ranking have their rows, as there.
  private func irMeasuresText(_ perQuery: Bool) -> String {
    var lines = ""
    if perQuery {
      for query in queryIDs.indices {
        for (index, measure) in measures.enumerated() {
          let value =
            text(index, query: query) ?? fixedPoint(values[index][query], decimals: 4)
          lines += "\(queryIDs[query])\t\(measure)\t\(value)\n"
        }
      }
    }
    for (index, measure) in measures.enumerated() where measure.aggregation != .none {
      lines += (perQuery ? "all\t" : "") + "\(measure)\t\(fixedPoint(means[index], decimals: 4))\n"
    }
    return lines
  }

  private func tableText(_ perQuery: Bool) -> String {
    let columns = measures.indices.filter { measures[$0].aggregation != .none }
    var lines = "query" + columns.map { "\t\(measures[$0])" }.joined() + "\n"
    if perQuery {
      for query in queryIDs.indices {
        lines += queryIDs[query] + columns.map { "\t\(values[$0][query])" }.joined() + "\n"
      }
    }
    return lines + "all" + columns.map { "\t\(means[$0])" }.joined() + "\n"
  }

  private func jsonText(_ perQuery: Bool) -> String {
    let columns = measures.indices.filter { measures[$0].aggregation != .none }
    let keys = measures.map { jsonString($0.description) }
    func object(_ value: (Int) -> Double) -> String {
      "{" + columns.map { "\(keys[$0]):\(value($0))" }.joined(separator: ",") + "}"
    }
    var text = "{\"measures\":\(object { means[$0] })"
    text += ",\"queries\":\(queryIDs.count),\"missing\":\(missing)"
    text += rangesJSON(keys)
    if perQuery {
      let rows = queryIDs.indices.map { query in
        "\(jsonString(queryIDs[query])):\(object { values[$0][query] })"
      }
      text += ",\"per_query\":{" + rows.joined(separator: ",") + "}"
    }
    return text + "}\n"
  }

  /// `,"ties":{"nDCG@10":{"min":…,"expected":…,"max":…}},"unjudged":{"nDCG@10":{"min":…,"max":…}}`.
  private func rangesJSON(_ keys: [String]) -> String {
    let ties = zip(keys, ranges).compactMap { key, range in
      range.ties.map {
        "\(key):{\"min\":\($0.minimum),\"expected\":\($0.expected),\"max\":\($0.maximum)}"
      }
    }
    let unjudged = zip(keys, ranges).compactMap { key, range in
      range.unjudged.map { "\(key):{\"min\":\($0.lowerBound),\"max\":\($0.upperBound)}" }
    }
    return (ties.isEmpty ? "" : ",\"ties\":{\(ties.joined(separator: ","))}")
      + (unjudged.isEmpty ? "" : ",\"unjudged\":{\(unjudged.joined(separator: ","))}")
  }

  /// Counts without decimals, everything else with four: `%ld` and `%6.4f`.
  func fourDecimals(_ value: Double, of measure: Measure) -> String {
    measure.aggregation == .sum
      ? fixedPoint(value, decimals: 0) : fixedPoint(value, decimals: 4)
  }

  func jsonString(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONText.appendString(text.utf8, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
