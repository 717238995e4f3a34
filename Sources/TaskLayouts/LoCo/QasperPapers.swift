// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// The papers of a split of Qasper, a few hundred, in memory.
///
/// Either the published file, one object with a member per paper and `full_text` a list of
/// sections, or JSON lines with the lists `section_name` and `paragraphs` in `full_text`, as the
/// hub has the rows.
/// Source: Dasigi et al., Qasper (NAACL 2021).
struct QasperPapers: Corpus {
  /// A paper.
  struct Paper: Sendable, Hashable {
    var title: String
    var abstract: String
    var fullText: String
  }

  /// The file.
  let path: String
  /// The papers in the order of the file.
  private(set) var papers: [Paper] = []

  /// Reads the file at `path`.
  init(path: String) throws(DataError) {
    self.path = path
    let names: [RecordField] = ["title", "abstract", "full_text"]
    let shape = #"each paper is {"title": "…", "abstract": "…", "full_text": …}"#
    var papers: [Paper] = []
    if path.hasSuffix(".json"), try !RecordTable.isArray(path) {
      try FileBytes(path: path).forEachMember(fix: shape) {
        (name, value) throws(RecordFault) in
        guard case .object(let members) = value else {
          throw RecordFault("found \(value.name) in paper \(name), expected an object")
        }
        var record = Record(names)
        record.values = names.map { members[$0.name] ?? .absent }
        papers.append(try Self.paper(record))
      }
    } else {
      try RecordTable(files: [path], shape: shape).forEachRecord(names) {
        (record, _) throws(RecordFault) in papers.append(try Self.paper(record))
      }
    }
    self.papers = papers
  }

  var expectedDocumentCount: Int? { papers.count }

  func makeReader() throws -> any CorpusReader {
    try InMemoryCorpus(
      papers.enumerated().map { Document(id: "Passage_\($0)", text: $1.fullText) }
    ).makeReader()
  }

  func place(ofDocument number: Int) -> DocumentPlace? {
    papers.indices.contains(number) ? DocumentPlace(file: path, line: number + 1) : nil
  }

  private static func paper(_ record: Record) throws(RecordFault) -> Paper {
    Paper(
      title: try record.text(0, "the paper's title"),
      abstract: try record.text(1, "the paper's abstract"), fullText: try fullText(record))
  }

  /// Sections one after the other: name, line feed, paragraphs with spaces between, line feed; a
  /// section without a name is only its paragraphs. Blanks at both ends of the whole are removed.
  private static func fullText(_ record: Record) throws(RecordFault) -> String {
    var text = ""
    for (name, paragraphs) in try sections(record) {
      if let name { text += name + "\n" }
      text += paragraphs.joined(separator: " ") + "\n"
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  private static func sections(
    _ record: Record
  ) throws(RecordFault) -> [(name: String?, paragraphs: [String])] {
    let wanted = "sections with section_name and paragraphs"
    switch record.values[2] {
    case .list(let sections):
      return try sections.map { (section) throws(RecordFault) in
        guard case .object(let members) = section else { throw record.fault(2, wanted) }
        let paragraphs = try strings(members["paragraphs"], record, wanted)
        return (try name(members["section_name"], record, wanted), paragraphs)
      }
    case .object(let members):
      guard case .list(let names)? = members["section_name"],
        case .list(let paragraphs)? = members["paragraphs"], names.count == paragraphs.count
      else { throw record.fault(2, found: "lists of different length", wanted) }
      return try zip(names, paragraphs).map { (pair) throws(RecordFault) in
        (try name(pair.0, record, wanted), try strings(pair.1, record, wanted))
      }
    case .absent:
      throw record.missing(2, wanted)
    default:
      throw record.fault(2, wanted)
    }
  }

  private static func name(
    _ value: RecordValue?, _ record: Record, _ wanted: String
  ) throws(RecordFault) -> String? {
    switch value {
    case nil, .null: nil
    case .string(let name): name
    default: throw record.fault(2, found: "no string as a section's name", wanted)
    }
  }

  private static func strings(
    _ value: RecordValue?, _ record: Record, _ wanted: String
  ) throws(RecordFault) -> [String] {
    guard case .list(let elements)? = value else {
      throw record.fault(2, found: "no list of paragraphs", wanted)
    }
    return try elements.map { (element) throws(RecordFault) in
      guard case .string(let paragraph) = element else {
        throw record.fault(2, found: "\(element.name) as a paragraph", wanted)
      }
      return paragraph
    }
  }
}
