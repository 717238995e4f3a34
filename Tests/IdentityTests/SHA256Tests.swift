// SPDX-License-Identifier: Apache-2.0

import Identity
import Testing

@Suite struct `SHA-256` {
  /// Examples of FIPS 180-4 and NIST's long message; `sha256sum` prints the same.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `known messages have the published digests`(message: String, digest: String) {
    #expect(SHA256Hasher.digest(of: message).hex == digest)
  }

  @Test(arguments: [1, 3, 63, 64, 65, 999])
  func `how a message is cut into updates does not matter`(step: Int) {
    let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var whole = SHA256Hasher()
    message.withUnsafeBytes { whole.update($0) }
    var pieces = SHA256Hasher()
    message.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: step) {
        let end = min(start + step, bytes.count)
        pieces.update(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      }
    }
    #expect(pieces.digest() == whole.digest())
  }

  @Test func `taking a digest does not disturb the hasher`() {
    var hasher = SHA256Hasher()
    hasher.update("ab")
    _ = hasher.digest()
    hasher.update("c")
    #expect(hasher.digest() == SHA256Hasher.digest(of: "abc"))
  }

  @Test func `a field is its length and its bytes, least significant byte first`() {
    var field = SHA256Hasher()
    field.updateField("abc")
    #expect(field.digest() == SHA256Hasher.digest(of: "\u{3}\0\0\0\0\0\0\0abc"))
  }

  @Test func `moving a byte from one field to the next changes the digest`() {
    func digest(_ fields: String...) -> SHA256Digest {
      var hasher = SHA256Hasher()
      for field in fields { hasher.updateField(field) }
      return hasher.digest()
    }
    #expect(digest("ab", "c") != digest("a", "bc"))
    #expect(digest("abc", "") != digest("", "abc"))
  }

  @Test func `digests sort as their hexadecimal digits do`() {
    let digests = (0..<200).map { SHA256Hasher.digest(of: "message \($0)") }
    #expect(digests.sorted().map(\.hex) == digests.map(\.hex).sorted())
  }
}
