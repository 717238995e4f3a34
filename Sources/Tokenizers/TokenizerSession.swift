// SPDX-License-Identifier: Apache-2.0

import Formats

/// A tokenizer at work, with its working memory and what it remembers of words; for one thread.
public final class TokenizerSession {
  private let tokenizer: Tokenizer
  private var normalized = NormalizedText()
  private var preTokenized = PreTokenizedText()
  private var cache = WordCache()
  private var scratch = ModelScratch()
  private var first: [Int32] = []
  private var second: [Int32] = []

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
  }

  /// The ids of `text`, as ``Tokenizer/encode(_:pair:addingSpecialTokens:truncation:)`` gives them.
  public func encode(
    _ text: String, pair: String? = nil, addingSpecialTokens: Bool = true,
    truncation: Truncation? = nil
  ) -> Encoding {
    var encoding = Encoding()
    appendIDs(of: text, to: \.first)
    if let pair { appendIDs(of: pair, to: \.second) }
    assemble(
      isPair: pair != nil, addingSpecialTokens: addingSpecialTokens, truncation: truncation,
      into: &encoding)
    return encoding
  }

  /// Replaces `encoding` by the ids of `text`: UTF-8, or bytes that are meant to be; what is not
  /// well-formed counts as U+FFFD, one for each maximal subpart, as in Python's `errors="replace"`.
  public func encode(
    utf8 text: UnsafeRawBufferPointer, addingSpecialTokens: Bool = true,
    truncation: Truncation? = nil, into encoding: inout Encoding
  ) {
    first.removeAll(keepingCapacity: true)
    if UTF8Sequence.firstInvalid(in: text) == nil {
      appendIDs(of: text.bindMemory(to: UInt8.self), to: \.first)
    } else {
      appendIDs(of: String(decoding: text, as: UTF8.self), to: \.first)
    }
    assemble(
      isPair: false, addingSpecialTokens: addingSpecialTokens, truncation: truncation,
      into: &encoding)
  }

  private func appendIDs(
    of text: String, to target: ReferenceWritableKeyPath<TokenizerSession, [Int32]>
  ) {
    self[keyPath: target].removeAll(keepingCapacity: true)
    var text = text
    text.withUTF8 { appendIDs(of: $0, to: target) }
  }

  private func appendIDs(
    of text: UnsafeBufferPointer<UInt8>,
    to target: ReferenceWritableKeyPath<TokenizerSession, [Int32]>
  ) {
    guard let base = text.baseAddress else { return }
    preTokenized.removeAll()
    tokenizer.added.plain.forEachPart(of: text) { part in
      if part.token >= 0 {
        preTokenized.append(token: part.token)
      } else {
        appendNormalized(base + part.start, count: part.end - part.start, isFirst: part.start == 0)
      }
    }
    tokenizer.preTokenizer?.apply(to: &preTokenized)
    tokenize(into: &self[keyPath: target])
  }

  private func appendNormalized(_ text: UnsafePointer<UInt8>, count: Int, isFirst: Bool) {
    normalized.load(text, count: count, isFirst: isFirst)
    tokenizer.normalizer?.normalize(&normalized)
    let base = normalized.bytes.pointer
    let bytes = UnsafeBufferPointer(start: base, count: normalized.bytes.count)
    tokenizer.added.normalized.forEachPart(of: bytes) { part in
      if part.token >= 0 {
        preTokenized.append(token: part.token)
      } else {
        preTokenized.append(
          base + part.start, count: part.end - part.start,
          leading: max(0, normalized.leading - part.start))
      }
    }
  }

  private func tokenize(into ids: inout [Int32]) {
    let model = tokenizer.model
    let isCacheable = model.isCacheable
    let base = preTokenized.bytes.pointer
    for split in preTokenized.splits {
      if split.token >= 0 {
        ids.append(split.token)
        continue
      }
      let word = UnsafeBufferPointer(start: base + split.start, count: split.end - split.start)
      guard isCacheable && word.count <= WordCache.longestWord else {
        model.tokenize(word, into: &ids, &scratch)
        continue
      }
      let hash = ByteHash.hash(word)
      if cache.find(word, hash: hash, into: &ids) { continue }
      let start = ids.count
      model.tokenize(word, into: &ids, &scratch)
      cache.insert(word, hash: hash, ids, from: start)
    }
  }

  /// Puts the ids of the texts into the template.
  private func assemble(
    isPair: Bool, addingSpecialTokens: Bool, truncation: Truncation?, into encoding: inout Encoding
  ) {
    let pieces = isPair ? tokenizer.template.pair : tokenizer.template.single
    let specials = addingSpecialTokens ? Template.specialCount(pieces) : 0
    var kept = (first: first.count, second: second.count)
    if let truncation {
      kept = truncation.lengths(
        first.count, isPair ? second.count : nil, room: truncation.maximumLength - specials)
    }
    encoding.ids.removeAll(keepingCapacity: true)
    encoding.typeIDs.removeAll(keepingCapacity: true)
    encoding.isSpecial.removeAll(keepingCapacity: true)
    encoding.tokenCountBeforeTruncation = 0
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
  fileprivate mutating func append(
    _ more: ArraySlice<Int32>, typeID: Int32, isSpecial special: Bool
  ) {
    ids.append(contentsOf: more)
    typeIDs.append(contentsOf: repeatElement(typeID, count: more.count))
    isSpecial.append(contentsOf: repeatElement(special, count: more.count))
  }
}
