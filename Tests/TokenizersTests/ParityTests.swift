// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Tokenizers

@Suite struct `Ids are those of tokenizers 0.23.3` {
  @Test(arguments: Golden.names)
  func `of texts in many scripts`(name: String) throws {
    let (tokenizer, row) = try Golden.tokenizer(name)
    let texts = try Golden.texts.get()
    #expect(texts.count > 3000 && row.digests.count == texts.count)
    let session = tokenizer.makeSession()
    var whole = IDHash()
    var wrong: [Int] = []
    for (index, text) in texts.enumerated() {
      let ids = session.encode(text).ids
      var hash = IDHash()
      hash.add(ids)
      whole.add([Int32(ids.count)])
      whole.add(ids)
      if hash.short != row.digests[index] { wrong.append(index) }
    }
    #expect(
      wrong.isEmpty,
      "\(wrong.count) texts, as \(wrong.prefix(3).map { texts[$0].debugDescription })")
    #expect(whole.text == row.whole)
    for sample in row.samples {
      #expect(session.encode(texts[sample.text]).ids == sample.ids, "\(texts[sample.text])")
    }
  }

  @Test(arguments: Golden.names)
  func `of pairs, with their type ids`(name: String) throws {
    let (tokenizer, row) = try Golden.tokenizer(name)
    let texts = try Golden.texts.get()
    #expect(row.pairs.count > 5)
    for pair in row.pairs {
      let second = try #require(pair.second)
      let found = tokenizer.encode(texts[pair.first], pair: texts[second])
      #expect(found.ids == pair.ids)
      #expect(found.typeIDs == pair.typeIDs)
      #expect(found.tokenCountBeforeTruncation == pair.ids.count && !found.isTruncated)
    }
  }

  @Test(arguments: Golden.names)
  func `of bytes that are not UTF-8, replaced as Python replaces them`(name: String) throws {
    let (tokenizer, row) = try Golden.tokenizer(name)
    let session = tokenizer.makeSession()
    var hash = IDHash()
    var encoding = Encoding()
    for bytes in try Golden.broken.get() {
      bytes.withUnsafeBytes { session.encode(utf8: $0, into: &encoding) }
      hash.add(encoding.ids)
    }
    #expect(hash.text == row.broken)
  }

  @Test func `of texts and pairs that are cut`() throws {
    var count = 0
    let texts = try Golden.texts.get()
    for name in Golden.names {
      let (tokenizer, row) = try Golden.tokenizer(name)
      for pair in row.cut ?? [] {
        let second = pair.second.map { texts[$0] }
        let limit = try #require(tokenizer.truncation)
        let found = tokenizer.encode(texts[pair.first], pair: second, truncation: limit)
        #expect(found.ids == pair.ids, "\(name) of \(pair.first) and \(pair.second ?? -1)")
        let full = tokenizer.encode(texts[pair.first], pair: second)
        #expect(found.tokenCountBeforeTruncation == full.ids.count)
        count += found.isTruncated ? 1 : 0
      }
    }
    #expect(count > 10)
  }

  @Test(arguments: Golden.names)
  func `and decode to the same text`(name: String) throws {
    let (tokenizer, row) = try Golden.tokenizer(name)
    let texts = try Golden.texts.get()
    for expected in row.decoded {
      let ids = tokenizer.encode(texts[expected.text]).ids
      #expect(
        Array(tokenizer.decode(ids, skippingSpecialTokens: expected.skipsSpecial).utf8)
          == Array(expected.result.utf8))
    }
  }
}
