// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import TextAnalysis

/// The golden files: terms as Lucene 9.9.1 and PyStemmer 2.2.0 make them; see `Golden/make.py`.
enum Golden {
  /// The columns of files with one column a chain.
  static let chains = ["unicode", "lucene-english", "cjk", "whitespace"]
  /// Random texts a block.
  static let textsPerBlock = 200
  /// The most fragments of a random text.
  static let fragmentsPerText = 16

  /// The lines of `file`, cut at tabs.
  static func rows(_ file: String) throws -> [[String]] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden").appending(path: file)
    // By bytes: as characters, a combining mark after a tab or a line feed would hide it.
    return try Data(contentsOf: url).split(separator: 0x0A).map { line in
      line.split(separator: 0x09, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// `text` without the escapes `\n`, `\r`, `\t` and `\\`.
  static func unescape(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      switch scalar == "\\" ? scalars.next() : nil {
      case nil: result.append(scalar)
      case "n": result.append("\n")
      case "r": result.append("\r")
      case "t": result.append("\t")
      case let other?: result.append(other)
      }
    }
    return String(result)
  }

  /// The terms of a golden column.
  static func terms(_ column: String) -> [[UInt8]] {
    unescape(column).utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
  }
}

/// FNV-1a of 64 bits over terms, 0xFF after each, 0xFE after each text.
struct TermHash {
  private var value: UInt64 = 0xCBF2_9CE4_8422_2325

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  mutating func add(term: [UInt8]) {
    for byte in term { add(byte) }
    add(0xFF)
  }

  mutating func endText() { add(0xFE) }

  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension AnalysisSession {
  /// Calls `body` with each term of `text`.
  func forEachTerm(of text: String, _ body: ([UInt8]) -> Void) {
    var text = text
    var tokens: [SurfaceToken] = []
    var term: [UInt8] = []
    text.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      segment(bytes, into: &tokens)
      for token in tokens
      where withBytes(of: token, in: bytes, { normalize($0, into: &term) }) {
        body(term)
      }
    }
  }

  /// The terms of `text` as bytes.
  func terms(of text: String) -> [[UInt8]] {
    var terms: [[UInt8]] = []
    forEachTerm(of: text) { terms.append($0) }
    return terms
  }
}
