// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The families by trec_eval's names: `map`, `ndcg_cut_10`, `ndcg_cut.10`, `utility.2,-1,0,0`.
enum TRECEvalNames {
  /// A measure and the name under which trec_eval prints it.
  typealias Entry = (name: String, definition: any MeasureDefinition)

  /// What stands behind the name of a family.
  private enum Kind {
    /// Nothing.
    case plain(any MeasureDefinition)
    /// Depths: one measure for each.
    case ranks([Int], @Sendable (Int) -> any MeasureDefinition)
    /// Shares: one measure for each.
    case shares([Double], @Sendable (Double) -> any MeasureDefinition)
    /// Numbers that are parameters of one measure, possibly none.
    case numbers(@Sendable ([Double]) -> (any MeasureDefinition)?)
    /// Gains of grades, `1=3,2=9`, possibly none.
    case gains(@Sendable (Gains) -> any MeasureDefinition)
  }

  private static let depths = [5, 10, 15, 20, 30, 100, 200, 500, 1000]

  /// All families in the order in which trec_eval 9 prints them.
  private static let families: [(name: String, kind: Kind)] = [
    ("runid", .plain(RunTag())),
    ("num_q", .plain(QueryCount())),
    ("num_ret", .plain(RetrievedCount(kind: .all))),
    ("num_rel", .plain(RelevantCount())),
    ("num_rel_ret", .plain(RetrievedCount(kind: .relevant(nil)))),
    ("map", .plain(AveragePrecision())),
    ("gm_map", .plain(GeometricAveragePrecision())),
    ("Rprec", .plain(RPrecision())),
    ("bpref", .plain(BinaryPreference())),
    ("recip_rank", .plain(ReciprocalRank())),
    (
      "iprec_at_recall",
      .shares(AverageInterpolatedPrecision.defaultLevels) { InterpolatedPrecision(recall: $0) }
    ),
    ("P", .ranks(depths) { Precision(cutoff: $0) }),
    ("relstring", .numbers { relstring($0) }),
    ("recall", .ranks(depths) { Recall(cutoff: $0) }),
    ("infAP", .plain(InferredAveragePrecision())),
    ("gm_bpref", .plain(GeometricBinaryPreference())),
    (
      "Rprec_mult",
      .shares([0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0]) {
        RPrecisionMultiple(multiple: $0)
      }
    ),
    ("utility", .numbers { utility($0) }),
    ("11pt_avg", .numbers { averagePrecision(at: $0) }),
    ("binG", .plain(BinaryGain())),
    ("G", .gains { NormalizedGain(gains: $0) }),
    ("ndcg", .gains { NDCG(gains: $0) }),
    ("ndcg_rel", .gains { NDCGAtRelevant(gains: $0) }),
    ("Rndcg", .gains { NDCGAtLevels(gains: $0) }),
    ("ndcg_cut", .ranks(depths) { NDCG(gains: Gains(form: .linear), cutoff: $0) }),
    ("map_cut", .ranks(depths) { AveragePrecision(cutoff: $0) }),
    ("relative_P", .ranks(depths) { RelativePrecision(cutoff: $0) }),
    ("success", .ranks([1, 5, 10]) { Success(cutoff: $0) }),
    ("set_P", .plain(SetPrecision())),
    ("set_relative_P", .plain(SetPrecision(isRelative: true))),
    ("set_recall", .plain(SetRecall())),
    ("set_map", .plain(SetAveragePrecision())),
    ("set_F", .numbers { setF($0) }),
    ("num_nonrel_judged_ret", .plain(NonrelevantRetrievedCount())),
    ("yaap", .plain(LogitAveragePrecision())),
  ]

  private static let sets: [String: [String]] = [
    "all_trec": families.map(\.name).filter { $0 != "yaap" },
    "official": families.map(\.name).prefix { $0 != "relstring" } + [],
    "set": [
      "runid", "num_q", "num_ret", "num_rel", "num_rel_ret", "utility", "set_P", "set_relative_P",
      "set_recall", "set_map", "set_F",
    ],
  ]

  /// The names of all families and sets, for lists and error messages.
  static var names: [String] { families.map(\.name) + sets.keys.sorted() }

  /// All measures that `name` stands for; nil when trec_eval has no such name.
  static func entries(_ name: String) throws(MeasureError) -> [Entry]? {
    if let members = sets[name] {
      var entries: [Entry] = []
      for member in members { entries += try self.entries(member) ?? [] }
      return entries
    }
    // The longest family name first: `ndcg_rel` is not `ndcg` with the parameter `rel`.
    for family in families.sorted(by: { $0.name.utf8.count > $1.name.utf8.count }) {
      if name == family.name { return try expand(family.name, family.kind, "", of: name) }
      guard name.hasPrefix(family.name + ".") || name.hasPrefix(family.name + "_") else {
        continue
      }
      let parameters = String(name.dropFirst(family.name.count + 1))
      return try expand(family.name, family.kind, parameters, of: name)
    }
    return nil
  }

  private static func expand(
    _ family: String, _ kind: Kind, _ parameters: String, of name: String
  ) throws(MeasureError) -> [Entry] {
    let parts = parameters.split(separator: ",", omittingEmptySubsequences: false)
    let suffix = parameters.isEmpty ? family : family + "_" + parameters
    switch kind {
    case .plain(let definition):
      guard parameters.isEmpty else {
        throw MeasureError(name, "found parameters, but \(family) takes none")
      }
      return [(family, definition)]
    case .ranks(let usual, let make):
      let ranks =
        parameters.isEmpty
        ? usual
        : try numbers(parts, name, "a rank from 1") { Int($0).flatMap { $0 > 0 ? $0 : nil } }
      return ranks.sorted().map { ("\(family)_\($0)", make($0)) }
    case .shares(let usual, let make):
      let shares =
        parameters.isEmpty ? usual : try numbers(parts, name, "a share from 0", parse: share)
      return shares.sorted().map { (family + "_" + twoDecimals($0), make($0)) }
    case .numbers(let make):
      let values =
        parameters.isEmpty ? [] : try numbers(parts, name, "a number") { Double($0) }
      guard let definition = make(values) else {
        throw MeasureError(name, "found \(values.count) parameters, which \(family) cannot take")
      }
      return [(suffix, definition)]
    case .gains(let make):
      return [(suffix, make(try gains(parameters.isEmpty ? [] : parts, name)))]
    }
  }

  private static func numbers<Number>(
    _ parts: [Substring], _ name: String, _ expected: String, parse: (String) -> Number?
  ) throws(MeasureError) -> [Number] {
    var numbers: [Number] = []
    for part in parts {
      guard let number = parse(String(part)) else {
        throw MeasureError(name, "found the parameter “\(part)”, expected \(expected)")
      }
      numbers.append(number)
    }
    return numbers
  }

  private static func gains(_ parts: [Substring], _ name: String) throws(MeasureError) -> Gains {
    var gains = Gains(form: .linear)
    for part in parts {
      let pair = part.split(separator: "=")
      guard pair.count == 2, let grade = Int32(pair[0]), let gain = Double(String(pair[1])),
        gain.isFinite
      else { throw MeasureError(name, "found the gain “\(part)”, expected grade=gain") }
      gains.custom[grade] = gain
    }
    return gains
  }

  private static func share(_ text: String) -> Double? {
    Double(text).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
  }

  /// The share as trec_eval prints it, or in full where two decimals are not enough.
  private static func twoDecimals(_ value: Double) -> String {
    let short = fixedPoint(value, decimals: 2)
    return Double(short) == value ? short : "\(value)"
  }

  private static func relstring(_ values: [Double]) -> (any MeasureDefinition)? {
    guard values.count <= 1 else { return nil }
    return GradeString(length: values.first.map { Int(min(max($0, 0), 1e6)) } ?? 10)
  }

  private static func utility(_ values: [Double]) -> (any MeasureDefinition)? {
    values.isEmpty ? Utility() : values.count == 4 ? Utility(weights: values) : nil
  }

  private static func averagePrecision(at levels: [Double]) -> (any MeasureDefinition)? {
    guard levels.allSatisfy({ $0 >= 0 }) else { return nil }
    return levels.isEmpty
      ? AverageInterpolatedPrecision() : AverageInterpolatedPrecision(levels: levels.sorted())
  }

  private static func setF(_ values: [Double]) -> (any MeasureDefinition)? {
    guard values.count <= 1 else { return nil }
    return SetFMeasure(beta: values.first ?? 1)
  }
}
