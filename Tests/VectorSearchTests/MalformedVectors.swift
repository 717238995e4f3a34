// SPDX-License-Identifier: Apache-2.0

import Testing

/// Files of vectors that are wrong, and what a person reads about them.
struct MalformedVectors: Sendable, CustomTestStringConvertible {
  var name: String
  var file: String
  var files: [String: [UInt8]] = [:]
  /// The golden file that `file` is a copy of.
  var golden: String?
  var ids: String?
  var tensor: String?
  var message: String

  var testDescription: String { name }

  private static func npy(_ header: String, _ data: [Float], version: UInt8 = 1) -> [UInt8] {
    let length = UInt16(header.utf8.count)
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
    bytes += [UInt8(truncatingIfNeeded: length), UInt8(length >> 8)] + Array(header.utf8)
    return bytes + floats(data)
  }

  private static func floats(_ data: [Float]) -> [UInt8] {
    data.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
  }

  private static func dimensions(_ count: Int32) -> [UInt8] {
    withUnsafeBytes(of: count.littleEndian, Array.init)
  }

  private static let advice =
    "\nfix: save it with numpy.save as a matrix of float32, rows × dimensions"
  private static let good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }"

  private static func npy(_ name: String, _ bytes: [UInt8], _ message: String) -> MalformedVectors {
    MalformedVectors(
      name: name, file: "v.npy", files: ["v.npy": bytes], message: "v.npy: " + message + advice)
  }

  private static func jsonl(_ name: String, _ lines: String, _ message: String) -> MalformedVectors
  {
    MalformedVectors(
      name: name, file: "v.jsonl", files: ["v.jsonl": Array(lines.utf8)],
      message: "v.jsonl" + message + "\n" + #"fix: each line is {"id": "…", "vector": [0.1, -0.2]}"#
    )
  }

  private static func fvecs(_ name: String, _ bytes: [UInt8], _ message: String) -> MalformedVectors
  {
    MalformedVectors(
      name: name, file: "v.fvecs", files: ["v.fvecs": bytes],
      message: "v.fvecs: " + message + "\nfix: get the file again")
  }

  private static func ids(_ name: String, _ ids: String, _ message: String) -> MalformedVectors {
    MalformedVectors(
      name: name, file: "v.npy",
      files: ["v.npy": npy(good, [1, 2, 3, 4]), "ids.txt": Array(ids.utf8)], ids: "ids.txt",
      message: message)
  }

  static let all: [MalformedVectors] =
    numpy + records + others + [
      ids(
        "too few identifiers", "a\n",
        """
        ids.txt: found 1 identifiers, expected one for each of the 2 vectors
        fix: write one identifier a line, in the order of the vectors
        """),
      ids(
        "an identifier twice", "a\n\na\n",
        """
        ids.txt:3: found a for the second time, expected each identifier once; the first is in line 1
        fix: give every vector an identifier of its own
        """),
    ]

  private static let numpy: [MalformedVectors] = [
    npy("a text", Array("1 2 3".utf8), "found no NumPy file"),
    npy(
      "a version to come", npy(good, [1, 2, 3, 4], version: 9),
      "found version 9 of NumPy's format, expected 1 to 3"),
    npy(
      "a header behind the end", Array(npy(good, []).prefix(40)),
      "found a header of 59 bytes in a file of 40"),
    npy(
      "a file that is cut", npy(good, [1, 2, 3]),
      "found 12 bytes behind the header, expected 2 × 2 numbers of 4 bytes"),
    npy(
      "sizes whose product overflows",
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", []),
      "found 0 bytes behind the header, expected 4611686018427387904 × 4 numbers of 4 bytes"),
    npy(
      "a list", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", [1, 2, 3, 4]),
      "found the shape (4,), expected rows × dimensions"),
    npy(
      "a negative size",
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -2), }", [1, 2, 3, 4]),
      "found the shape (-2, -2), expected rows × dimensions"),
    npy(
      "no shape", npy("{'descr': '<f4', 'fortran_order': False}", []),
      "found a header without a shape"),
    npy(
      "a record array",
      npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 1), }", [1]),
      "found numbers of several kinds, expected one kind"),
    MalformedVectors(
      name: "no dimensions", file: "v.npy",
      files: ["v.npy": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0), }", [])],
      message: "v.npy: found 0 dimensions, expected 1 to 65536"),
    MalformedVectors(
      name: "a number that is none", file: "v.npy", files: ["v.npy": npy(good, [1, 2, .nan, 4])],
      message: """
        v.npy: found nan in row 1, column 0 (from 0), expected a finite number
        fix: make the vectors again
        """),
    MalformedVectors(
      name: "columns", file: "v.npy", golden: "fortran.npy",
      message: "v.npy: found columns one after the other (Fortran order), expected rows" + advice),
    MalformedVectors(
      name: "numbers of another machine", file: "v.npy", golden: "big.npy",
      message: "v.npy: found numbers of the kind >f4, expected <f4, <f2, <f8, |i1 or |u1" + advice),
    MalformedVectors(
      name: "three sizes", file: "v.npy", golden: "cube.npy",
      message: "v.npy: found the shape (5, 2, 3), expected rows × dimensions" + advice),
  ]

  private static let records: [MalformedVectors] = [
    jsonl("no lines", "\n", ": found no vectors, expected one a line"),
    jsonl(
      "a record without identifier", #"{"vector": [1]}"#,
      #":1: found no field "id", expected the vector's identifier"#),
    jsonl(
      "a record without vector", #"{"id": "a", "vec": [1]}"#,
      #":1: found no field "vector", expected a list of numbers"#),
    jsonl(
      "a vector in quotes", #"{"id": "a", "vector": "1 2"}"#,
      #":1: found a string in field "vector", expected a list of numbers"#),
    jsonl(
      "a string among numbers", #"{"id": "a", "embedding": [1, "2"]}"#,
      #":1: found no number in the list in field "embedding" behind 1 others, expected numbers"#),
    jsonl("an empty vector", #"{"id": "a", "vector": []}"#, ":1: found 0 numbers, expected some"),
    jsonl(
      "vectors of two lengths",
      #"{"id": "a", "vector": [1, 2]}"# + "\n" + #"{"id": "b", "vector": [1]}"#,
      ":2: found 1 numbers, expected 2"),
    jsonl(
      "a vector twice", #"{"id": "a", "vector": [1]}"# + "\n" + #"{"id": "a", "vector": [1]}"#,
      ":2: found a for the second time, expected each identifier once; the first is in line 1"),
    jsonl(
      "a number beyond floats", #"{"id": "a", "vector": [1, 1e39]}"#,
      ":1: found a number beyond floats in column 1 (from 0), expected a finite number"),
    jsonl(
      "no number at all", #"{"id": "a", "vector": [1, NaN]}"#,
      ":1: found N at byte 27, expected a value"),
    MalformedVectors(
      name: "identifiers beside records", file: "v.jsonl",
      files: ["v.jsonl": Array(#"{"id": "a", "vector": [1]}"#.utf8), "ids": []], ids: "ids",
      message: """
        v.jsonl: found identifiers in another file, expected them in the records
        fix: leave the file of identifiers out
        """),
  ]

  private static let others: [MalformedVectors] = [
    fvecs("an empty file", [], "found 0 bytes, expected vectors, each after its dimensions"),
    fvecs("dimensions below 0", dimensions(-1), "found -1 dimensions, expected 1 to 65536"),
    fvecs(
      "a vector that is cut", dimensions(2) + floats([1]),
      "found 8 bytes, expected a multiple of the 12 of a vector with 2 dimensions"),
    fvecs(
      "other dimensions",
      dimensions(2) + floats([1, 2]) + dimensions(3) + floats([1, 2]),
      "found 3 dimensions in row 1 (from 0), expected 2"),
    MalformedVectors(
      name: "two tensors", file: "v.safetensors", golden: "two.safetensors",
      message: """
        v.safetensors: found 2 tensors of floats with two dimensions, expected one, or the name of the one that is meant
        fix: name one of a, b
        """),
    MalformedVectors(
      name: "no such tensor", file: "v.safetensors", golden: "two.safetensors", tensor: "c",
      message: """
        v.safetensors: found no tensor of floats c
        fix: name one of a, b
        """),
    MalformedVectors(
      name: "a tensor of one dimension", file: "v.safetensors", golden: "two.safetensors",
      tensor: "bias",
      message: """
        v.safetensors: found the shape [6] of tensor bias, expected rows × dimensions
        fix: name another tensor, or store this one with two dimensions
        """),
    MalformedVectors(
      name: "an unknown kind", file: "v.ivecs", files: ["v.ivecs": [1, 2, 3]],
      message: """
        v.ivecs: found a file of unknown kind, expected .npy, .fvecs, .bvecs, .safetensors or .jsonl
        fix: convert the vectors to one of these
        """),
    MalformedVectors(
      name: "no file", file: "v.npy",
      message: """
        v.npy: found no such file
        fix: check the path and the data folder
        """),
  ]
}
