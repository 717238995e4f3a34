// SPDX-License-Identifier: Apache-2.0

/// Everything that changes a score without changing the ranking function.
///
/// Two scores are comparable only when their protocols are equal; the hash of a protocol is part of
/// a score's identity.
public struct EvaluationProtocol: Sendable, Hashable {
  /// How title and text become the one text that a single-field retriever sees.
  public enum TextRule: String, Sendable, Hashable, CaseIterable {
    /// Title, a space, text; only the text where the title is empty (BEIR, MTEB).
    case titleAndText = "title-and-text"
    /// Only the text; titles are not read.
    case textOnly = "text-only"
  }

  /// How a grade becomes a gain in nDCG.
  public enum Gain: String, Sendable, Hashable, CaseIterable {
    /// The grade itself (trec_eval, BEIR).
    case linear
    /// 2^grade − 1 (Burges et al. 2005).
    case exponential
  }

  /// In which order documents with equal scores are taken.
  public enum TieRule: String, Sendable, Hashable, CaseIterable {
    /// Scores compared as 32-bit floats, then document id descending by bytes (trec_eval 9).
    case trecEval = "trec-eval"
    /// Scores compared as they are, then document id ascending by bytes (Lucene, MS MARCO).
    case documentAscending = "document-ascending"
    /// Scores compared as they are, then the order of the ranking or of the file's lines.
    case asRanked = "as-ranked"
  }

  /// What a judged query without a ranking counts as.
  public enum MissingQueryRule: String, Sendable, Hashable, CaseIterable {
    /// Zero (trec_eval `-c`).
    case zero
    /// Left out of the mean (trec_eval without `-c`).
    case skip
  }

  /// Which queries are asked and count.
  public enum QueryRule: String, Sendable, Hashable, CaseIterable {
    /// Those with a judgement (trec_eval, BEIR, MTEB).
    case judged
    /// All of the task; one without a judgement counts like one of whose documents none is
    /// relevant (T2Ranking's and MS MARCO's own script divide by the queries in the run).
    case all
  }

  /// How per-query numbers become one.
  public enum Averaging: String, Sendable, Hashable, CaseIterable {
    /// Mean over queries.
    case macro
    /// Sum of numerators over sum of denominators, where a measure is a share of documents
    /// (T2Ranking's recall); mean over queries where it is not.
    case micro
  }

  /// Whether a task's or query's instruction is given to the retriever.
  public enum InstructionUse: String, Sendable, Hashable, CaseIterable {
    /// Not given.
    case none
    /// Before the query text (RAR-b).
    case prepended
    /// After the query text (MTEB).
    case appended
  }

  /// What counts as one relevant answer in `P`, `R`, `Rprec` and `Success`.
  public enum EvidenceRule: String, Sendable, Hashable, CaseIterable {
    /// A relevant document (trec_eval).
    case documents
    /// A set of documents that answers a query by itself; the best set counts in `Rprec` (KILT).
    case sets
  }

  /// How title and text are joined.
  public var text: TextRule
  /// Drop documents whose id equals the query's before scoring (BEIR's `ignore_identical_ids`).
  public var ignoresIdenticalIDs: Bool
  /// The lowest grade that counts as relevant in binary measures.
  public var positiveGrade: Int
  /// The gain of nDCG.
  public var gain: Gain
  /// Documents per query that are kept and scored.
  public var depth: Int
  /// The order among equal scores.
  public var ties: TieRule
  /// Which queries are asked and count.
  public var queries: QueryRule
  /// What a query without a ranking counts as.
  public var missingQueries: MissingQueryRule
  /// Macro or micro.
  public var averaging: Averaging
  /// Whether instructions are used.
  public var instruction: InstructionUse
  /// Remove each query's excluded documents before scoring.
  public var appliesExclusions: Bool
  /// What counts as one relevant answer.
  public var evidence: EvidenceRule

  /// A protocol; the defaults are BEIR's except that identical ids are kept.
  public init(
    text: TextRule = .titleAndText,
    ignoresIdenticalIDs: Bool = false,
    positiveGrade: Int = 1,
    gain: Gain = .linear,
    depth: Int = 1000,
    ties: TieRule = .trecEval,
    queries: QueryRule = .judged,
    missingQueries: MissingQueryRule = .zero,
    averaging: Averaging = .macro,
    instruction: InstructionUse = .none,
    appliesExclusions: Bool = false,
    evidence: EvidenceRule = .documents
  ) {
    self.text = text
    self.ignoresIdenticalIDs = ignoresIdenticalIDs
    self.positiveGrade = positiveGrade
    self.gain = gain
    self.depth = depth
    self.ties = ties
    self.queries = queries
    self.missingQueries = missingQueries
    self.averaging = averaging
    self.instruction = instruction
    self.appliesExclusions = appliesExclusions
    self.evidence = evidence
  }
}
