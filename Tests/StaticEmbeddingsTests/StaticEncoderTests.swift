// SPDX-License-Identifier: Apache-2.0

import Foundation
import SentenceEncoders
import StaticEmbeddings
import TestSupport
import Testing

@Suite struct `A static encoder` {
  @Test(arguments: [
    ("f32", Float(1e-6)), ("f64", 1e-6), ("bf16", 1e-6), ("int8", 1e-6), ("mapped", 1e-6),
    ("mapped-i32", 1e-6), ("short", 1e-6), ("unlimited", 1e-6), ("unigram", 1e-6),
    ("bytelevel", 1e-6),
    // Model2Vec rounds these vectors to binary16.
    ("f16", 1e-3), ("weighted", 3e-3),
    ("sentence", 1e-6), ("sentence-limited", 1e-6), ("sentence-prompt", 1e-6),
  ])
  func `has the vectors of the library that wrote it`(name: String, tolerance: Float) throws {
    let golden = try Golden.read(name)
    let encoder = try StaticEncoder(folder: Golden.folder(name))
    #expect(encoder.dimensions == 12)
    let vectors = encoder.encode(golden.texts, role: .query)
    #expect(vectors.count == golden.vectors.count)
    for (text, (found, expected)) in zip(golden.texts, zip(vectors, golden.vectors)) {
      #expect(distance(found, expected) <= tolerance, "\(name): \(text)")
    }
    var buffer = [Float](repeating: 0, count: golden.texts.count * 12)
    let counts = buffer.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map {
        encoder.encode(golden.texts, role: .query, threads: 2, into: $0)
      } ?? []
    }
    if let kept = golden.kept { #expect(counts.map(\.kept) == kept) }
    #expect(buffer == vectors.flatMap { $0 })
  }

  @Test func `says how much of a text was read`() throws {
    let encoder = try StaticEncoder(folder: Golden.folder("short"))
    // Four tokens, or four times the median length of three characters.
    #expect(encoder.maximumTokens == 4)
    let texts = ["a b c d e", "the cat", "zzzz a", "the lazy river stone", ""]
    var buffer = [Float](repeating: 0, count: texts.count * 12)
    let counts = buffer.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { encoder.encode(texts, role: .document, threads: 1, into: $0) } ?? []
    }
    #expect(counts.map(\.total) == [5, 2, 1, 4, 0])
    #expect(counts.map(\.kept) == [4, 2, 1, 2, 0])
    #expect(counts.map(\.isTruncated) == [true, false, false, true, false])
  }

  @Test func `gives the same vectors for any batch and number of threads`() throws {
    var random = SeededGenerator(seed: 11)
    let words = ["the", "cat", "dogs", "stone", "zz", "river,", "é", "lazytree"]
    let texts = (0..<150).map { _ in
      (0..<Int.random(in: 0...40, using: &random)).map { _ in
        words.randomElement(using: &random) ?? ""
      }.joined(separator: " ")
    }
    for name in ["f32", "mapped"] {
      let encoder = try StaticEncoder(folder: Golden.folder(name))
      let all = encoder.encode(texts, role: .document, threads: 1)
      for threads in [2, 3, 8] {
        #expect(encoder.encode(texts, role: .document, threads: threads) == all)
      }
      for start in stride(from: 0, to: texts.count, by: 7) {
        let part = texts[start..<min(texts.count, start + 7)]
        #expect(
          encoder.encode(Array(part), role: .document)
            == Array(all[start..<min(texts.count, start + 7)]))
      }
    }
    #expect(try StaticEncoder(folder: Golden.folder("f32")).encode([], role: .query).isEmpty)
  }

  @Test func `keeps the first dimensions and scales them again`() throws {
    let golden = try Golden.read("f32")
    var options = StaticEncoder.Options()
    options.dimensions = 5
    let encoder = try StaticEncoder(folder: Golden.folder("f32"), options: options)
    for (found, whole) in zip(encoder.encode(golden.texts, role: .query), golden.vectors) {
      let length = whole[..<5].reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(distance(found, whole[..<5].map { length == 0 ? 0 : $0 / length }) < 1e-6)
    }
    options.normalizes = false
    let plain = try StaticEncoder(folder: Golden.folder("unlimited"), options: options)
    let unlimited = try Golden.read("unlimited")
    for (found, whole) in zip(plain.encode(unlimited.texts, role: .query), unlimited.vectors) {
      #expect(distance(found, Array(whole[..<5])) < 1e-6)
    }
  }

  @Test func `puts prompts before texts by role`() throws {
    let encoder = try StaticEncoder(folder: Golden.folder("sentence-prompt"))
    let query = encoder.encode(["cat"], role: .query)
    let document = encoder.encode(["the dog cat", "cat"], role: .document)
    #expect(query[0] == document[0] && query[0] != document[1])
    #expect(encoder.facts["prompt.query"] == "the dog ")
    var options = StaticEncoder.Options()
    options.queryPrompt = ""
    options.documentPrompt = "the dog "
    let other = try StaticEncoder(folder: Golden.folder("sentence-prompt"), options: options)
    #expect(other.encode(["cat"], role: .document) == query)
    #expect(other.encode(["cat"], role: .query)[0] == document[1])
  }

  @Test func `has facts that differ where vectors do`() throws {
    let names = ["f32", "f16", "int8", "short", "unlimited", "mapped", "sentence", "unigram"]
    let facts = try names.map { try StaticEncoder(folder: Golden.folder($0)).facts }
    #expect(Set(facts).count == names.count)
    #expect(facts[0] == (try StaticEncoder(folder: Golden.folder("f32"))).facts)
  }

  @Test func `recognizes its folders`() throws {
    for name in ["f32", "sentence", "sentence-limited"] {
      #expect(try StaticEncoder.recognizes(Golden.folder(name)))
    }
    #expect(try !StaticEncoder.recognizes(Golden.folder("bert")))
    #expect(try !StaticEncoder.recognizes(TestData.repository.path))
  }
}
