// SPDX-License-Identifier: Apache-2.0

/// The general categories of Unicode in the order of ``PropertyTable``, as bits of a set.
enum GeneralCategory {
  private static let names = [
    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe",
    "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
  ]

  /// Long names of the groups, as Oniguruma takes them.
  private static let groups = [
    "letter": "L", "mark": "M", "number": "N", "punctuation": "P", "symbol": "S",
    "separator": "Z", "other": "C",
  ]

  /// The set of categories called `name` (`L`, `Lu`, `Letter`, …); nil when there is none.
  static func set(named name: String) -> UInt32? {
    let name = groups[name.lowercased()] ?? name
    var set: UInt32 = 0
    for (index, category) in names.enumerated()
    where category.lowercased() == name.lowercased()
      || name.count == 1 && category.first?.lowercased() == name.lowercased()
    {
      set |= 1 << UInt32(index)
    }
    return set == 0 ? nil : set
  }
}
