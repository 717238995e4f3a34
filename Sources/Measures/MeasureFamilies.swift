// SPDX-License-Identifier: Apache-2.0

/// The families by their names in ir-measures' way of writing.
enum MeasureFamilies {
  /// The family that `name` names, with its parameters; nil when there is no such family.
  static func definition(_ name: String) throws(MeasureError) -> (any NamedMeasure)? {
    var arguments = try MeasureArguments(name)
    guard let definition = try build(&arguments) else { return nil }
    try arguments.finish()
    return definition
  }

  /// The names of all families, for lists and error messages.
  static let names = [
    "AP", "AUC", "Accuracy", "Bpref", "ERR", "GMAP", "Hole", "IPrec", "Judged", "NumQ", "NumRel",
    "NumRelRet", "NumRet", "P", "R", "RBP", "RR", "R_cap", "Rprec", "SetAP", "SetF", "SetP",
    "SetR", "Success", "infAP", "nDCG",
  ]

  private static func build(
    _ arguments: inout MeasureArguments
  ) throws(MeasureError) -> (any NamedMeasure)? {
    if let definition = try ranked(&arguments) { return definition }
    if let definition = try binary(&arguments) { return definition }
    return try unranked(&arguments)
  }

  private static func ranked(
    _ arguments: inout MeasureArguments
  ) throws(MeasureError) -> (any NamedMeasure)? {
    switch arguments.base {
    case "nDCG", "NDCG":
      return NDCG(
        gains: try arguments.takeGains(), judgedOnly: try arguments.takeFlag("judged_only"),
        cutoff: try arguments.takeCutoff())
    case "RBP":
      return RankBiasedPrecision(
        persistence: try arguments.takeNumber("p", in: 0...1) ?? 0.8,
        relevance: try arguments.takeRelevance(), cutoff: try arguments.takeCutoff())
    case "ERR":
      return ExpectedReciprocalRank(
        maximum: Int32(try arguments.takeWholeNumber("max_rel", in: 1...52) ?? 4),
        cutoff: try arguments.takeCutoff())
    case "Judged": return Judged(cutoff: try arguments.takeCutoff())
    case "Hole": return Hole(cutoff: try arguments.requireCutoff())
    default: return nil
    }
  }

  private static func binary(
    _ arguments: inout MeasureArguments
  ) throws(MeasureError) -> (any NamedMeasure)? {
    let known = ["AP", "MAP", "RR", "MRR", "P", "Precision", "R", "Recall", "Success", "IPrec"]
    if known.contains(arguments.base) { return try cut(&arguments) }
    let constructors: [String: (Int32?) -> any NamedMeasure] = [
      "GMAP": { GeometricAveragePrecision(relevance: $0) },
      "Bpref": { BinaryPreference(relevance: $0) },
      "BPref": { BinaryPreference(relevance: $0) },
      "infAP": { InferredAveragePrecision(relevance: $0) },
      "AUC": { AreaUnderCurve(relevance: $0) },
      "SetR": { SetRecall(relevance: $0) },
      "NumRel": { RelevantCount(relevance: $0) },
    ]
    if let constructor = constructors[arguments.base] {
      return constructor(try arguments.takeRelevance())
    }
    switch arguments.base {
    case "R_cap":
      return CappedRecall(
        relevance: try arguments.takeRelevance(), cutoff: try arguments.requireCutoff())
    case "Accuracy":
      return Accuracy(relevance: try arguments.takeRelevance(), cutoff: try arguments.takeCutoff())
    default: return nil
    }
  }

  private static func cut(
    _ arguments: inout MeasureArguments
  ) throws(MeasureError) -> any NamedMeasure {
    let relevance = try arguments.takeRelevance()
    let judgedOnly = try arguments.takeFlag("judged_only")
    switch arguments.base {
    case "AP", "MAP":
      return AveragePrecision(
        relevance: relevance, judgedOnly: judgedOnly, cutoff: try arguments.takeCutoff())
    case "RR", "MRR":
      return ReciprocalRank(
        relevance: relevance, judgedOnly: judgedOnly, cutoff: try arguments.takeCutoff())
    case "IPrec":
      return InterpolatedPrecision(
        relevance: relevance, judgedOnly: judgedOnly, recall: try arguments.requireShare())
    case "P", "Precision":
      return Precision(
        relevance: relevance, judgedOnly: judgedOnly, cutoff: try arguments.requireCutoff())
    case "Success":
      return Success(
        relevance: relevance, judgedOnly: judgedOnly, cutoff: try arguments.requireCutoff())
    default:
      return Recall(
        relevance: relevance, judgedOnly: judgedOnly, cutoff: try arguments.requireCutoff())
    }
  }

  private static func unranked(
    _ arguments: inout MeasureArguments
  ) throws(MeasureError) -> (any NamedMeasure)? {
    switch arguments.base {
    case "Rprec", "RPrec":
      return RPrecision(
        relevance: try arguments.takeRelevance(),
        judgedOnly: try arguments.takeFlag("judged_only"))
    case "SetP":
      return SetPrecision(
        relevance: try arguments.takeRelevance(),
        isRelative: try arguments.takeFlag("relative"),
        judgedOnly: try arguments.takeFlag("judged_only"))
    case "SetRelP":
      return SetPrecision(relevance: try arguments.takeRelevance(), isRelative: true)
    case "SetF":
      return SetFMeasure(
        relevance: try arguments.takeRelevance(),
        beta: try arguments.takeNumber("beta", in: 0...1e6) ?? 1,
        judgedOnly: try arguments.takeFlag("judged_only"))
    case "SetAP":
      return SetAveragePrecision(
        relevance: try arguments.takeRelevance(),
        judgedOnly: try arguments.takeFlag("judged_only"))
    case "NumQ": return QueryCount()
    case "NumRelRet": return RetrievedCount(kind: .relevant(nil))
    case "NumRet":
      let grade = try arguments.takeRelevance()
      return RetrievedCount(kind: grade.map { .relevant($0) } ?? .all)
    default: return nil
    }
  }
}
