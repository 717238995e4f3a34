// SPDX-License-Identifier: Apache-2.0

/// An effectiveness measure; its printed name parses back.
///
///     let measure = try Measure("nDCG@10")
///     measure.value(of: RankedJudgments(ranking: [nil, 2, 0], judged: [2, 0, 1]))
///
/// Names are those of ir-measures (`nDCG(dcg='exp-log2')@10`, `RR(rel=2)@10`, `Judged@10`) and of
/// trec_eval (`ndcg_cut_10`, `ndcg_cut.10`, `iprec_at_recall_0.10`); beside them there are
/// `R_cap@10`, `Hole@10`, `AUC` and `GMAP`. Aliases are printed in their first form: `MRR@10` is
/// `RR@10`. Two measures are equal when their printed names are.
///
/// Measures that do not name a threshold (`rel=`) or a gain (`dcg=`) take the protocol's. Values of
/// queries come first, then ``aggregation`` joins them. Semantics are those of trec_eval 9.0.8;
/// each family says where it comes from in its own file.
public struct Measure: Sendable, CustomStringConvertible {
  /// The printed name.
  public let description: String
  /// Whether the name is one of trec_eval's.
  public let isTRECEvalName: Bool
  let definition: any MeasureDefinition

  /// The measure with the given name.
  ///
  /// - Throws: ``MeasureError`` when there is none, when a parameter is missing or means nothing,
  ///   or when the name stands for several measures (``list(_:)`` expands those).
  public init(_ name: String) throws(MeasureError) {
    let measures = try Measure.list(name)
    guard measures.count == 1, let measure = measures.first else {
      throw MeasureError(
        name, "stands for \(measures.count) measures, expected one, such as \(measures[0])")
    }
    self = measure
  }

  private init(_ description: String, isTRECEvalName: Bool, _ definition: any MeasureDefinition) {
    self.description = description
    self.isTRECEvalName = isTRECEvalName
    self.definition = definition
  }

  /// All measures that a name stands for: `all_trec`, `official`, `P` or `ndcg_cut.5,10` are
  /// several.
  ///
  /// - Throws: ``MeasureError`` when the name means nothing.
  public static func list(_ name: String) throws(MeasureError) -> [Measure] {
    if let entries = try TRECEvalNames.entries(name) {
      return entries.map { Measure($0.name, isTRECEvalName: true, $0.definition) }
    }
    if let definition = try MeasureFamilies.definition(name) {
      return [Measure(definition.name.description, isTRECEvalName: false, definition)]
    }
    throw MeasureError(
      name,
      """
      there is no such measure, expected one of \(MeasureFamilies.names.joined(separator: ", ")), \
      or of trec_eval's \(TRECEvalNames.names.joined(separator: ", "))
      """)
  }

  /// How values of queries become one value.
  public var aggregation: Aggregation { definition.aggregation }

  /// How deep ``RankedJudgments/unannotated`` must reach; 0 where it is not needed.
  public var annotationDepth: Int { definition.annotationDepth }

  /// The value of one query.
  public func value(of ranking: RankedJudgments) -> Double {
    definition.value(of: ranking)
  }

  /// What a judged query without a ranking counts as, where such queries count.
  public func missingValue(_ judged: GradeCounts, positiveGrade: Int32 = 1) -> Double {
    definition.missingValue(judged, positiveGrade: positiveGrade)
  }

  /// What ``value(of:)`` is a fraction of, for micro averages; nil where it is no fraction of a
  /// count.
  public func denominator(of ranking: RankedJudgments) -> Int? {
    definition.denominator(of: ranking)
  }

  /// What is printed for a query instead of a number, for the few measures that are text.
  public func text(of ranking: RankedJudgments) -> String? {
    definition.text(of: ranking)
  }
}

extension Measure: Hashable {
  /// Whether both print the same name.
  public static func == (left: Measure, right: Measure) -> Bool {
    left.description == right.description
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(description)
  }
}
