// SPDX-License-Identifier: Apache-2.0

/// Makes records of the events of a parser; knows nothing about the parser.
struct XMLRecordCollector {
  /// The most elements inside each other.
  static let maximumDepth = 256
  /// The most text of one record, so that one without end cannot fill the memory.
  static let maximumRecord = 1 << 28

  /// What was collected and not taken yet, the open record left out.
  private(set) var records = XMLRecords()
  private let shape: XMLRecordShape
  private var depth = 0
  /// The depth of the open record's element, 0 outside of records.
  private var recordDepth = 0
  private var open = XMLRecord(line: 0, fields: [])
  /// The text of the open record.
  private var text: [UInt8] = []
  /// The field that is being read.
  private var field: Int?

  /// A collector of records of this shape.
  init(_ shape: XMLRecordShape) {
    self.shape = shape
  }

  /// Whether an element is open.
  var isInElement: Bool { depth > 0 }

  /// Hands out the records that are whole.
  mutating func take() -> XMLRecords {
    defer { records = XMLRecords() }
    return records
  }

  /// An element begins.
  ///
  /// - Parameter attribute: The value of an attribute of this element.
  mutating func begin(
    _ name: String, line: Int, attribute: (String) -> [UInt8]?
  ) throws(XMLFault) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw XMLFault(
        line: line,
        "found more than \(Self.maximumDepth) elements inside each other, expected fewer",
        fix: "give one element a record")
    }
    if recordDepth == 0 {
      if shape.records.contains(name) { beginRecord(line: line, attribute: attribute) }
      return
    }
    guard !shape.records.contains(name) else {
      throw XMLFault(
        line: line, "found <\(name)> inside <\(name)>, expected it closed first",
        fix: "close the element that begins in line \(open.line)")
    }
    guard depth == recordDepth + 1, let index = shape.fields.firstIndex(of: name) else { return }
    guard open.fields[index] == nil else {
      throw XMLFault(
        line: line,
        "found a second <\(name)> in the record that begins in line \(open.line), expected one",
        fix: "join them, or give each record an element of its own")
    }
    field = index
    open.fields[index] = text.count..<text.count
  }

  private mutating func beginRecord(line: Int, attribute: (String) -> [UInt8]?) {
    recordDepth = depth
    open = XMLRecord(line: line, fields: Array(repeating: nil, count: shape.fields.count))
    text.removeAll(keepingCapacity: true)
    for (index, name) in shape.fields.enumerated() where name.hasPrefix("@") {
      guard let value = attribute(String(name.dropFirst())) else { continue }
      open.fields[index] = text.count..<text.count + value.count
      text += value
    }
  }

  /// Text stands here.
  mutating func add(_ characters: UnsafeRawBufferPointer, line: Int) throws(XMLFault) {
    guard field != nil else { return }
    guard text.count + characters.count <= Self.maximumRecord else {
      throw XMLFault(
        line: line, "found a record of more than \(Self.maximumRecord) bytes, expected less",
        fix: "check that the elements are closed")
    }
    text += characters
  }

  /// An element ends.
  mutating func end() {
    if let index = field, depth == recordDepth + 1 {
      open.fields[index] = (open.fields[index]?.lowerBound ?? 0)..<text.count
      field = nil
    }
    if depth == recordDepth { endRecord() }
    depth -= 1
  }

  private mutating func endRecord() {
    recordDepth = 0
    let start = records.bytes.count
    open.fields = open.fields.map { field in
      field.map { start + $0.lowerBound..<start + $0.upperBound }
    }
    records.bytes += text
    records.records.append(open)
  }
}
