// SPDX-License-Identifier: Apache-2.0

/// Working memory in which code points are put into canonical order and composed.
struct Reordering {
  struct Element {
    var scalar: UInt32
    var combiningClass: UInt8
    /// Whether it comes from the first character of the input.
    var isLeading: Bool
  }

  var elements: [Element] = []

  /// Sorts each run of non-starters by class; equal classes keep their order.
  mutating func sort() {
    var index = 1
    while index < elements.count {
      let element = elements[index]
      var place = index
      if element.combiningClass != 0 {
        while place > 0, elements[place - 1].combiningClass > element.combiningClass {
          elements[place] = elements[place - 1]
          place -= 1
        }
        elements[place] = element
      }
      index += 1
    }
  }

  /// Joins what composes; ``sort()`` comes first.
  mutating func compose(_ decomposition: Decomposition) {
    var count = 0
    var starter = -1
    var last: UInt8 = 0
    for element in elements {
      let isBlocked = starter >= 0 && count > starter + 1 && last >= element.combiningClass
      if starter >= 0, !isBlocked,
        let composed = decomposition.compose(elements[starter].scalar, element.scalar)
      {
        elements[starter].scalar = composed
        continue
      }
      if element.combiningClass == 0 { starter = count }
      last = element.combiningClass
      elements[count] = element
      count += 1
    }
    elements.removeLast(elements.count - count)
  }
}
