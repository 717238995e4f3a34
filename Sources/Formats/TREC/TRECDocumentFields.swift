// SPDX-License-Identifier: Apache-2.0

/// What the elements of one `<DOC>` hold (``TRECDocumentCorpus``).
struct TRECDocumentFields {
  /// Content of the last `<DOCNO>`, without white space around it.
  private(set) var id: [UInt8]?
  /// How many `<DOCNO>` there are.
  private(set) var identifiers = 0
  /// Contents of the elements that are titles.
  private(set) var title: [UInt8] = []
  /// Contents of the elements that are text.
  private(set) var text: [UInt8] = []

  private var hasTitle = false
  private var hasText = false

  /// Reads the elements of the document with this content.
  init(_ bytes: UnsafeRawBufferPointer, _ content: Range<Int>) {
    read(bytes, content, isTextTagged: true)
    guard !hasText else { return }
    self = TRECDocumentFields()
    read(bytes, content, isTextTagged: false)
  }

  private init() {}

  /// What an element's content is.
  private enum Role {
    case identifier
    case title
    case text
    case ignored

    /// The role of the elements of that name, in upper case; nil for markup inside others.
    init?(element: String) {
      switch element {
      case "TEXT": self = .text
      case "DOCNO": self = .identifier
      case "TITLE", "HEADLINE", "HL", "HEAD", "TTL": self = .title
      case "DOCID", "DOCOLDNO", "DOCHDR": self = .ignored
      default: return nil
      }
    }
  }

  /// Reads the elements.
  ///
  /// - Parameter isTextTagged: Whether only `<TEXT>` is text, or everything that has no other role.
  private mutating func read(
    _ bytes: UnsafeRawBufferPointer, _ content: Range<Int>, isTextTagged: Bool
  ) {
    var open: (name: String, role: Role)?
    var start = content.lowerBound
    for token in SGMLScanner(bytes, content) {
      guard case .tag(let name, let isEnd, let tag) = token else { continue }
      if isEnd {
        guard let current = open, current.name == name else { continue }
        add(bytes, start..<tag.lowerBound, current.role)
        open = nil
        start = tag.upperBound
      } else if let role = Role(element: name), isTextTagged || role != .text {
        // Inside <TEXT> other elements are part of it; any other element ends where one begins.
        guard open?.role != .text else { continue }
        add(bytes, start..<tag.lowerBound, open?.role ?? (isTextTagged ? .ignored : nil))
        open = (name, role)
        start = tag.upperBound
      }
    }
    add(bytes, start..<content.upperBound, open?.role ?? (isTextTagged ? .ignored : nil))
  }

  /// Adds the content of an element; that of none, where `role` is nil, is text unless it is blank.
  private mutating func add(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ role: Role?
  ) {
    guard role != .ignored else { return }
    var plain: [UInt8] = []
    let content = role == nil ? range : Self.withoutOuterLineEnds(bytes, range)
    for token in SGMLScanner(bytes, content) {
      switch token {
      case .text(let text): SGMLText.append(bytes[text], to: &plain)
      case .tag: plain.append(UInt8(ascii: " "))
      }
    }
    switch role {
    case .identifier:
      id = Self.trimmed(plain)
      identifiers += 1
    case .title:
      if hasTitle { title.append(UInt8(ascii: " ")) }
      title += plain
      hasTitle = true
    case .text:
      if hasText { text.append(UInt8(ascii: "\n")) }
      text += plain
      hasText = true
    case .ignored: break
    case nil:
      if plain.contains(where: { $0 > UInt8(ascii: " ") }) {
        if !text.isEmpty { text.append(UInt8(ascii: "\n")) }
        text += plain
      }
    }
  }

  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    let rest = bytes.drop { $0 <= UInt8(ascii: " ") }
    guard let last = rest.lastIndex(where: { $0 > UInt8(ascii: " ") }) else { return [] }
    return Array(rest[...last])
  }

  /// Without the line end behind the tag that opens and the one before the tag that closes.
  private static func withoutOuterLineEnds(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    if bytes[start..<end].starts(with: [0x0D, 0x0A]) {
      start += 2
    } else if bytes[start..<end].first == 0x0A {
      start += 1
    }
    guard bytes[start..<end].last == 0x0A else { return start..<end }
    end -= 1
    if bytes[start..<end].last == 0x0D { end -= 1 }
    return start..<end
  }
}
