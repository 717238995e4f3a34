// SPDX-License-Identifier: Apache-2.0

/// The normalization forms NFC, NFD, NFKC and NFKD.
struct UnicodeForm: Normalizer {
  var isCompatible: Bool
  var isComposed: Bool
  private let decomposition = Decomposition.shared

  init(isCompatible: Bool, isComposed: Bool) {
    self.isCompatible = isCompatible
    self.isComposed = isComposed
  }

  func normalize(_ text: inout NormalizedText) {
    guard !text.isASCII else { return }
    text.rewrite { old, leading, new, reordering in
      guard let source = old.baseAddress else { return 0 }
      var newLeading = 0
      var position = 0
      while position < old.count {
        // An ASCII character changes only through marks that follow it.
        while position < old.count, source[position] < 0x80,
          position + 1 == old.count || source[position + 1] < 0x80
        {
          new.append(source[position])
          position += 1
          if position <= leading { newLeading = new.count }
        }
        reordering.elements.removeAll(keepingCapacity: true)
        let start = position
        while position < old.count, position == start || source[position] >= 0x80 {
          let isLeading = position < leading
          let (scalar, following) = source.scalar(at: position)
          decomposition.decompose(scalar, isCompatible: isCompatible) { part in
            reordering.elements.append(
              Reordering.Element(
                scalar: part, combiningClass: decomposition.combiningClass(part),
                isLeading: isLeading))
          }
          position = following
        }
        reordering.sort()
        if isComposed { reordering.compose(decomposition) }
        for element in reordering.elements {
          new.append(scalar: element.scalar)
          if element.isLeading { newLeading = new.count }
        }
      }
      return newLeading
    }
  }
}
