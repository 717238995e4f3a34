// SPDX-License-Identifier: Apache-2.0

/// The working memory of a ``TokenizerSession`` and the way of a text through it.
struct TokenizerWork: ~Copyable {
  private var normalized = NormalizedText()
  private var preTokenized = PreTokenizedText()
  private var cache = WordCache()
  private var scratch = ModelScratch()
  private var first: [Int32] = []
  private var second: [Int32] = []

  /// Finds the ids of a text, or of two.
  mutating func load(_ text: String, pair: String?, _ tokenizer: Tokenizer) {
    if var pair {
      pair.withUTF8 { load($0, tokenizer) }
      swap(&first, &second)
    }
    var text = text
    text.withUTF8 { load($0, tokenizer) }
  }

  /// Finds the ids of a text: well-formed UTF-8.
  mutating func load(_ text: UnsafeBufferPointer<UInt8>, _ tokenizer: Tokenizer) {
    first.removeAll(keepingCapacity: true)
    guard let base = text.baseAddress else { return }
    preTokenized.removeAll()
    tokenizer.added.plain.forEachPart(of: text) { part in
      if part.token >= 0 {
        preTokenized.append(token: part.token)
      } else {
        normalized.load(
          base + part.start, count: part.end - part.start, isFirst: part.start == 0)
        tokenizer.normalizer?.normalize(&normalized)
        appendNormalized(tokenizer.added.normalized)
      }
    }
    tokenizer.preTokenizer?.apply(to: &preTokenized)
    tokenize(tokenizer.model)
  }

  private mutating func appendNormalized(_ added: AddedTokenMatcher) {
    let base = normalized.bytes.pointer
    let bytes = UnsafeBufferPointer(start: base, count: normalized.bytes.count)
    let leading = normalized.leading
    added.forEachPart(of: bytes) { part in
      if part.token >= 0 {
        preTokenized.append(token: part.token)
      } else {
        preTokenized.append(
          base + part.start, count: part.end - part.start, leading: max(0, leading - part.start))
      }
    }
  }

  private mutating func tokenize(_ model: any Model) {
    let isCacheable = model.isCacheable
    let base = preTokenized.bytes.pointer
    for split in preTokenized.splits {
      if split.token >= 0 {
        first.append(split.token)
        continue
      }
      let word = UnsafeBufferPointer(start: base + split.start, count: split.end - split.start)
      guard isCacheable && word.count <= WordCache.longestWord else {
        model.tokenize(word, into: &first, &scratch)
        continue
      }
      let hash = ByteHash.hash(word)
      if cache.find(word, hash: hash, into: &first) { continue }
      let start = first.count
      model.tokenize(word, into: &first, &scratch)
      cache.insert(word, hash: hash, first, from: start)
    }
  }

  /// Puts the ids of the texts into the template.
  mutating func assemble(
    _ template: Template, isPair: Bool, addingSpecialTokens: Bool, truncation: Truncation?,
    into encoding: inout Encoding
  ) {
    let pieces = isPair ? template.pair : template.single
    let specials = addingSpecialTokens ? Template.specialCount(pieces) : 0
    var kept = (first: first.count, second: second.count)
    if let truncation {
      kept = truncation.lengths(
        first.count, isPair ? second.count : nil, room: truncation.maximumLength - specials)
    }
    encoding.removeAll()
    for piece in pieces {
      switch piece {
      case .special(let ids, let typeID):
        guard addingSpecialTokens else { continue }
        encoding.append(ids[...], typeID: typeID, isSpecial: true)
        encoding.tokenCountBeforeTruncation += ids.count
      case .text(let number, let typeID):
        let ids = number == 0 ? first : second
        let length = number == 0 ? kept.first : kept.second
        let part = truncation?.keepsEnd == true ? ids.suffix(length) : ids.prefix(length)
        encoding.append(part, typeID: typeID, isSpecial: false)
        encoding.tokenCountBeforeTruncation += ids.count
      }
    }
  }
}

extension Encoding {
  fileprivate mutating func removeAll() {
    ids.removeAll(keepingCapacity: true)
    typeIDs.removeAll(keepingCapacity: true)
    self.isSpecial.removeAll(keepingCapacity: true)
    tokenCountBeforeTruncation = 0
  }

  fileprivate mutating func append(
    _ more: ArraySlice<Int32>, typeID: Int32, isSpecial special: Bool
  ) {
    ids.append(contentsOf: more)
    typeIDs.append(contentsOf: repeatElement(typeID, count: more.count))
    isSpecial.append(contentsOf: repeatElement(special, count: more.count))
  }
}
