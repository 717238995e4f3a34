// SPDX-License-Identifier: Apache-2.0

import Tensors
import TestSupport
import Testing

@Suite struct `A number in 16 bits` {
  private func value(_ half: UInt16) -> Float {
    withUnsafeBytes(of: half) { bytes in
      bytes.baseAddress.map { NumberFormat.float16.value($0, at: 0) } ?? .nan
    }
  }

  @Test func `comes back as it was`() {
    var differing = 0
    for half in UInt16.min ... .max {
      let value = value(half)
      let isSame =
        value.isNaN ? self.value(value.roundedToFloat16).isNaN : value.roundedToFloat16 == half
      differing += isSame ? 0 : 1
    }
    #expect(differing == 0)
  }

  @Test func `is the nearest, the even one of two`() {
    // Every finite binary16 but the largest, and the next.
    for half in UInt16(0)..<0x7BFF {
      let (low, high) = (value(half), value(half + 1))
      let middle = low + (high - low) / 2
      let even = half % 2 == 0 ? half : half + 1
      guard middle.roundedToFloat16 == even, middle.nextDown.roundedToFloat16 == half,
        middle.nextUp.roundedToFloat16 == half + 1,
        (-middle.nextUp).roundedToFloat16 == (half + 1) | 0x8000
      else {
        Issue.record("between \(low) and \(high)")
        return
      }
    }
    #expect(Float(65519.996).roundedToFloat16 == 0x7BFF)
    #expect(Float(65520).roundedToFloat16 == 0x7C00)
    #expect(Float.infinity.roundedToFloat16 == 0x7C00)
    #expect((-Float.greatestFiniteMagnitude).roundedToFloat16 == 0xFC00)
    #expect(Float.leastNonzeroMagnitude.roundedToFloat16 == 0)
  }
}
