// SPDX-License-Identifier: Apache-2.0

import Suites
import Testing

@Suite struct `Patterns of paths` {
  @Test(arguments: [
    ("corpus.jsonl", "corpus.jsonl", true), ("corpus.jsonl", "corpus_jsonl", false),
    ("corpus.jsonl", "a/corpus.jsonl", false), ("*.parquet", "x.parquet", true),
    ("*.parquet", ".parquet", true), ("*.parquet", "data/x.parquet", false),
    ("*.parquet", "x.parquet.lock", false), ("data/*", "data/x", true),
    ("data/*", "data/x/y", false), ("data/*", "data", false),
    ("go-*/*.parquet", "go-corpus/corpus-00000-of-00001.parquet", true),
    ("java-*/*.parquet", "javascript-corpus/corpus-00000-of-00001.parquet", false),
    ("**/*.parquet", "x.parquet", true), ("**/*.parquet", "a/b/c/x.parquet", true),
    ("a/**/x", "a/x", true), ("a/**/x", "a/b/c/x", true), ("a/**/x", "b/x", false),
    ("a/**", "a/b/c", true), ("a/**", "a", false), ("**", "a", true), ("**", "a/b", true),
    ("**/b/**/d", "a/b/c/b/d", true), ("**/b/**/d", "a/c/d", false),
    ("*a*b*", "xaxbx", true), ("*a*b*", "xbxax", false), ("*ab", "aab", true),
    ("*aab*b", "aaabab", true), ("?.x", "ü.x", true), ("?.x", "ab.x", false), ("?.x", ".x", false),
    ("**/*.{jsonl,parquet}", "q/test.jsonl", true), ("**/*.{jsonl,parquet}", "q/t.tsv", false),
    ("{corpus,queries}/*", "queries/x", true), ("{corpus,queries}/*", "qrels/x", false),
    ("{a,b}{c,d}", "bd", true), ("{a,b}{c,d}", "ab", false), ("x{,.gz}", "x", true),
    ("x{,.gz}", "x.gz", true), ("{a/b,c}/d", "a/b/d", true), ("a", "", false), ("*", "", true),
  ])
  func `stand for the paths that shells say`(pattern: String, path: String, fits: Bool) throws {
    #expect(try #require(FilePattern(pattern)).matches(path) == fits)
  }

  @Test(arguments: [
    "", "/a", "a/", "a//b", "../a", "a/./b", "a/**b", "a**", "{a", "a}", "{a,{b,c}}", "}a{", "[ab]",
    #"a\*"#, "a\nb", "{a,..}/b", "a{/,}b/",
  ])
  func `that are none are refused`(pattern: String) {
    #expect(FilePattern(pattern) == nil)
  }
}
