// SPDX-License-Identifier: Apache-2.0

/// Names of invented people: a first name, from 351 onwards of a kind an initial, and a surname
/// composed of two parts.
enum PeopleNames {
  private static let firstNames = words(
    """
    Abel Ada Adele Agnes Aidan Alba Albin Alma Alois Amara Amos Anders Anouk Ansel Anton Arlo Asta
    Astrid August Aurel Aviva Beata Bela Benno Berit Bertil Bianca Birgit Bjarne Blanka Boris Bruna
    Bruno Calla Carlo Casper Cecil Celeste Cleo Clara Conrad Cora Cosmo Cyril Dagny Dalia Damian
    Daphne Daria Delia Dinah Dora Dorian Edda Edgar Effie Eino Elara Elias Elina Elio Elsa Elvira
    Emeric Emil Enid Enzo Erna Esme Ester Ewald Fabian Fanny Faye Felix Fenna Fergus Fiona Flora
    Floris Frida Fritz Gemma Georg Gerda Gideon Gilda Gino Greta Guido Gunnar Gwen Hanna Harald Hazel
    Hedda Heidi Helga Henrik Hilda Hugo Ianthe Ida Ignaz Ilse Imogen Ines Ingrid Irma Isolde Ivo
    Jarle Jasper Jolanda Jonas Jorunn Juna Jurgen Kaija Karin Kasimir Katja Kira Klara Knut Konrad
    Lars Laurel Leif Lena Leon Levin Liv Lorenz Lotte Lucian Ludmila Luise Lydia Magda Magnus Malin
    Marek Margit Marit Marlene Mathis Maud Merle Milan Milena Mina Mirjam Mona Moritz Nadia Nanna
    Nell Nestor Nico Nils Nina Noor Odette Olaf Olga Oona Orla Oscar Otto Ove Pavel Pelle Petra
    Philippa Quentin Quirin Ragna Ralf Ramona Rasmus Renata Rhoda Rolf Romy Rosa Ruben Runa Rupert
    Sabine Salome Samira Sanna Selma Severin Signe Silas Simone Siri Solveig Sonja Stellan Sunniva
    Sven Tamar Tessa Thea Theo Thora Tilda Timon Tobias Torben Tove Tristan Ulla Ulrik Una Ursel Vera
    Verena Vidar Viggo Viola Vito Wanda Wenzel Wilma Xaver Yara Yngve Yolanda Yvo Zita Zora
    """)

  private static let surnameStarts = words(
    """
    Alder Amber Apple Arrow Ash Aspen Barley Barn Bell Birch Black Bloom Bram Briar Bridge Brook
    Brown Bur Candle Castle Cedar Chalk Cherry Clay Clear Cliff Clover Copper Corn Crane Cress Crow
    Dale Day Deer Dove Dry Dun East Edge Elder Elm Ever Fair Fallow Fenn Fern Field Fin Finch Flax
    Ford Fox Frost Gable Glen Gold Goose Gran Green Grey Grim Gull Hart Hawk Hay Hazel Heath Hedge
    Heron High Hill Hollin Holm Honey Horn Hum Iron Ivy Kestrel Kings Lake Lamb Lang Lark Laurel Lime
    Lin Long Loom Low Maple March Marl Marsh Meadow Mill Mist Moor Moss Nettle New Night North Oak
    Old Orchard Otter Pear Pebble Pine Plum Pool Quill Raven Red Reed Ridge River Robin Rook Rose
    Rowan Rush Rye Sand Sedge Shep Silver Sloe Snow South Spring Stag Star Stone Storm Strat Summer
    Swan Swift Teal Thistle Thorn Thrush Tide Timber Vine Wain Walnut Water Wells West Wheat White
    Wild Willow Wind Winter Wold Wren Yarrow Yew
    """)

  private static let surnameEnds = words(
    """
    acre bank beck berg berry borne bourne bridge brook burn bury by cliffe combe cote croft dale den
    dike don down fall fell field fold ford garth gate grove ham hart haven head holm holt house
    hurst land lea leigh ley low man mere mond more ness ridge row shaw side smith stead sted stoke
    ston stow strand thorpe thwaite toft ton tree vale view wall ward water way well wick wood worth
    wright yard
    """)

  /// How many different names there are.
  static var count: Int { plainCount * 27 }

  private static var plainCount: Int {
    firstNames.count * surnameStarts.count * surnameEnds.count
  }

  /// Hands out names in an order that belongs to a seed; no two indices have the same name.
  struct Sequence {
    private let permutation: SeededPermutation

    init(seed: UInt64) {
      permutation = SeededPermutation(count: plainCount, seed: seed)
    }

    /// The name with that index, `0 ..< PeopleNames.count`; `Thea Larkmere`, or `Thea B. Larkmere`
    /// when the plain names are used up.
    subscript(index: Int) -> String {
      precondition(index < count, "there are only \(count) names")
      var rest = permutation(index % plainCount)
      let first = firstNames[rest % firstNames.count]
      rest /= firstNames.count
      let start = surnameStarts[rest % surnameStarts.count]
      let end = surnameEnds[rest / surnameStarts.count]
      guard index >= plainCount else { return "\(first) \(start)\(end)" }
      let initial = Character(UnicodeScalar(UInt8(64 + index / plainCount)))
      return "\(first) \(initial). \(start)\(end)"
    }
  }
}

/// The words of a text.
func words(_ text: String) -> [String] {
  text.split(whereSeparator: \.isWhitespace).map(String.init)
}
