// SPDX-License-Identifier: Apache-2.0

import Identity
import Testing

@Suite struct `Canonical JSON` {
  /// Appendix B of RFC 8785, bit patterns and texts.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"),
      (0x8000_0000_0000_0000, "0"),
      (0x0000_0000_0000_0001, "5e-324"),
      (0x8000_0000_0000_0001, "-5e-324"),
      (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"),
      (0xc340_0000_0000_0000, "-9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
      (0x44b5_2d02_c7e1_4af6, "1e+23"),
      (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
      (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
      (0x444b_1ae4_d6e2_ef50, "1e+21"),
      (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
      (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
      (0x41b3_de43_5555_5553, "333333333.3333332"),
      (0x41b3_de43_5555_5554, "333333333.33333325"),
      (0x41b3_de43_5555_5555, "333333333.3333333"),
      (0x41b3_de43_5555_5556, "333333333.3333334"),
      (0x41b3_de43_5555_5557, "333333333.33333343"),
      (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func `numbers are printed as RFC 8785 prints them`(bits: UInt64, text: String) {
    #expect(CanonicalJSON.number(Double(bitPattern: bits)).text == text)
  }

  @Test(arguments: [(0.9, "0.9"), (1, "1"), (100, "100"), (1.5, "1.5"), (-12.25, "-12.25")])
  func `everyday numbers have no needless digits`(value: Double, text: String) {
    #expect(CanonicalJSON.number(value).text == text)
  }

  /// Section 3.2.3 of RFC 8785: the emoji is two surrogates, below U+FB33 as UTF-16.
  @Test func `members are sorted by UTF-16 code units`() {
    let names = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1F600}", "\u{80}", "\u{f6}"]
    let object = CanonicalJSON.object(
      Dictionary(uniqueKeysWithValues: names.map { ($0, .integer(0)) }))
    let sorted = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1F600}", "\u{fb33}"]
    #expect(object.text == "{" + sorted.map { "\"\($0)\":0" }.joined(separator: ",") + "}")
  }

  /// Section 3.2.2.2 of RFC 8785.
  @Test func `only quotes, backslashes and control characters are escaped`() {
    let string = "\u{20ac}$\u{F}\nA'B\"\\\\\"/"
    #expect(CanonicalJSON.string(string).text == #""€$\u000f\nA'B\"\\\\\"/""#)
    #expect(CanonicalJSON.string("\u{8}\u{C}\t\r\u{0}\u{1F}").text == #""\b\f\t\r\u0000\u001f""#)
  }

  @Test func `nested values have no white space`() {
    let value = CanonicalJSON.object([
      "b": .array([.null, .boolean(true), .boolean(false), .integer(-7)]),
      "a": .object([:]),
      "c": .array([]),
    ])
    #expect(value.text == #"{"a":{},"b":[null,true,false,-7],"c":[]}"#)
  }

  /// `printf '{"a":1}' | sha256sum`.
  @Test func `the digest is that of the text`() {
    #expect(
      CanonicalJSON.object(["a": .integer(1)]).digest.hex
        == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862")
  }
}
