// SPDX-License-Identifier: Apache-2.0

/// Things that people like: no two are equal, and none occurs in another as words.
enum Likes {
  /// Every like of the lists, in a fixed order: single words, then heads with their kinds.
  static let listed: [String] =
    words(singles)
    + kinds.split(separator: "\n").flatMap { line -> [String] in
      let parts = line.split(separator: ":")
      let head = parts[0].trimmingSpaces()
      return parts[1].split(separator: ",").map { "\($0.trimmingSpaces()) \(head)" }
    }

  /// The like with that index: listed ones, then coined words without end.
  static func like(at index: Int) -> String {
    index < listed.count ? listed[index] : coined(index - listed.count)
  }

  /// A pronounceable word that is in no list, `Bavelith`; another one for each index.
  ///
  /// The digits of the index, written in syllables, are framed by a start and an end that no
  /// listed word has together.
  static func coined(_ index: Int) -> String {
    let consonants = Array("bdfgklmnprstvz")
    let vowels = Array("aeiou")
    var rest = index
    var syllables = ""
    repeat {
      syllables.append(consonants[rest % consonants.count])
      rest /= consonants.count
      syllables.append(vowels[rest % vowels.count])
      rest /= vowels.count
    } while rest > 0
    return "Quo" + syllables + "liths"
  }

  private static let singles = """
    Abacuses Accordions Acrobatics Afternoons Albatrosses Algebra Almanacs Almonds Alpacas
    Amethysts Anchovies Anemones Anteaters Antiques Apricots Aquariums Arcades Archery
    Archipelagos Architecture Armadillos Artichokes Asparagus Asteroids Astronomy Aubergines
    Auroras Autumn Avocados Axolotls Azaleas Backgammon Badgers Badminton Bagpipes Baguettes
    Bakeries Balconies Ballet Banjos Barbecues Barges Barometers Basil Basketball Bassoons Batik
    Beekeeping Beetroot Begonias Bicycles Billiards Binoculars Birdwatching Biscotti
    Blacksmithing Blueberries Bluegrass Boardwalks Bonfires Bookbinding Bookshops Boomerangs
    Bouldering Bowling Boxing Breakfasts Broccoli Bubbles Bumblebees Bungalows Burritos
    Buttermilk Cabbages Cacti Calendars Calligraphy Camels Camping Canals Canoeing Canyons
    Capybaras Caravans Cardamom Cardigans Caribou Carnations Carousels Carpentry Carrots
    Cartwheels Castanets Castles Cathedrals Caving Celery Cellos Ceramics Chameleons Chandeliers
    Charades Chestnuts Chinchillas Chives Choirs Chutney Cicadas Cinnamon Circuses Clarinets
    Climbing Clockwork Cobblestones Coconuts Comets Compasses Composting Conch Coral Cormorants
    Cornflowers Corridors Cosmology Cottages Couscous Crabs Cranberries Crayons Cricket Crochet
    Crocuses Croissants Crosswords Croquet Cryptography Cucumbers Cumin Curling Cycling Cymbals
    Daffodils Dahlias Daisies Dandelions Darts Dawn Deserts Dice Dioramas Diving Dolmens
    Dolphins Dominoes Donkeys Dragonflies Drawing Drizzle Dulcimers Dumplings Dunes Eagles
    Earthworms Eclipses Eels Elephants Embroidery Emeralds Encyclopedias Espresso Etymology
    Falafel Falconry Fennel Fencing Ferns Ferries Fiddles Figs Fireflies Fireplaces Fireworks
    Fjords Flamingos Flannel Fondue Football Footnotes Forests Fortresses Fountains Foxgloves
    Freckles Frescoes Gadgets Galaxies Gargoyles Garlic Gazebos Geckos Geese Genealogy Geodes
    Geography Geology Geometry Geraniums Gerbils Geysers Gingham Ginkgos Giraffes Glaciers
    Glassblowing Globes Gloves Gnocchi Goats Goldfinches Gondolas Gooseberries Gorges Graffiti
    Granola Grapefruits Grasshoppers Greenhouses Grottoes Guacamole Gymnastics Haiku Halibut
    Hammocks Handball Handstands Harbours Harmonicas Harps Harpsichords Hazelnuts Headlands
    Hedgehogs Helicopters Herbariums Herons Hibiscus Hieroglyphs Hiking Hollyhocks Hopscotch
    Horizons Hourglasses Hovercraft Hummingbirds Hummus Hurdles Hyacinths Hydrangeas Ibexes
    Icebergs Icicles Igloos Iguanas Inkwells Irises Islands Ivy Jackdaws Jaguars Jam Jellyfish
    Jigsaws Jokes Joinery Journals Judo Juggling Jujitsu Juniper Kaleidoscopes Kangaroos Karaoke
    Karate Kayaking Kestrels Kimchi Kingfishers Kiwis Knitting Koalas Labyrinths Lacrosse
    Ladybirds Lagoons Lakes Lanterns Lapwings Lasagne Lasers Laughter Lavender Leeks Lemons
    Lentils Leopards Letterpress Lexicons Libraries Lichens Lighthouses Lilacs Limericks Linen
    Linguistics Lizards Llamas Lobsters Locomotives Lullabies Lupins Lutes Lychees Lynxes
    Macaroons Macrame Magic Magnets Magnolias Mandolins Mangoes Mangroves Marathons Marble
    Marigolds Marimbas Marionettes Marmalade Marmots Marshes Marzipan Meadows Medallions
    Meditation Meerkats Melons Mermaids Meteors Metronomes Microscopes Midnight Mime Mirages
    Mirrors Mockingbirds Molasses Monasteries Monoliths Monsoons Moose Mornings Mosaics Mosses
    Motorcycles Moussaka Mulberries Mushrooms Muslin Mussels Mustard Mythology Nachos Narwhals
    Nasturtiums Neon Netball Newspapers Newts Nightingales Nougat Nutmeg Oases Oboes
    Observatories Oceans Ocelots Octopuses Okra Olives Omelettes Onions Opals Orangutans Orchids
    Oregano Origami Ornithology Ostriches Otters Oysters Paddocks Pagodas Palindromes Palaces
    Pancakes Pandas Pangolins Pansies Papayas Papyrus Parachutes Parakeets Parchment Parkour
    Parsley Parsnips Partridges Peaches Peacocks Pelicans Pencils Pendulums Penguins Peonies
    Periscopes Persimmons Petunias Pheasants Philosophy Photography Pianos Picnics Pilates
    Pinball Pinecones Pineapples Pistachios Pizza Plankton Plateaus Plums Polaroids Polenta Polo
    Polyphony Pomegranates Ponies Popcorn Poppies Porcupines Porridge Porticos Postcards Prawns
    Pretzels Primroses Prisms Proverbs Puffins Pulleys Pumpkins Puns Puppetry Pyramids Quartz
    Quicksand Quilting Quinces Quizzes Quokkas Raccoons Radishes Rafting Rainbows Raisins
    Raspberries Ravens Ravioli Recorders Reindeer Rhinoceroses Rhubarb Riddles Rivers Robots
    Rodeos Rosemary Roses Rubies Rugby Saddles Sagas Sailing Salamanders Salsa Sandcastles
    Sapphires Sardines Saunas Saxophones Scallops Scarecrows Scorpions Scouting Seagulls
    Seahorses Seals Seaweed Sewing Shadows Shallots Sheep Shipwrecks Shortbread Silence Silk
    Skating Skateboards Sketching Skiing Skylarks Skyscrapers Sledging Sloths Snails Snorkelling
    Snow Snowdrops Snowflakes Soccer Solitaire Sonatas Sonnets Sorbet Spaghetti Sparrows Spinach
    Spiders Spirals Squirrels Stalactites Stallions Starfish Starlings Statistics Statues
    Stencils Storks Storytelling Strawberries Submarines Sudoku Sundials Sunflowers Sunsets
    Surfing Sushi Swallows Swans Swimming Symmetry Symphonies Tadpoles Tailoring Tambourines
    Tangerines Tapestries Tapirs Taxidermy Tempura Tennis Terraces Terrariums Theatre
    Thermometers Thistles Thunder Thyme Tides Tigers Tinsel Toads Tofu Tomatoes Topiary Topology
    Tortoises Toucans Trampolines Trams Trapdoors Treehouses Triathlons Trombones Trumpets
    Tsunamis Tulips Tundra Turbines Turmeric Turnips Turquoise Tweed Twilight Typewriters
    Ukuleles Umbrellas Unicorns Unicycles Valleys Vanilla Velvet Verandas Viaducts Vinegar
    Violas Violets Violins Volcanoes Volleyball Vultures Waffles Wallabies Walnuts Walruses
    Watercress Waterfalls Watermills Weathervanes Weaving Weevils Whirlpools Whistling Whittling
    Windmills Windsurfing Wisteria Wombats Woodpeckers Wrestling Xylophones Yachts Yaks
    Yodelling Yoga Yogurt Zebras Zeppelins Zinnias Zithers
    """

  private static let kinds = """
    Trees: Ash, Beech, Birch, Cedar, Cypress, Elm, Fir, Hornbeam, Larch, Linden, Maple, Oak, Pine, Poplar, Rowan, Sequoia, Spruce, Sycamore, Willow, Yew
    Tea: Assam, Black, Chamomile, Darjeeling, Earl Grey, Green, Lapsang, Oolong, Peppermint, Rooibos, Sencha, White
    Cheese: Blue, Brie, Cheddar, Edam, Feta, Goat, Gouda, Halloumi, Manchego, Mozzarella, Parmesan, Stilton
    Bread: Banana, Brown, Challah, Corn, Flat, Focaccia, Naan, Pitta, Rye, Soda, Sourdough, Wholemeal
    Soup: Barley, Chicken, Goulash, Lentil, Minestrone, Miso, Mulligatawny, Oxtail, Pea, Pumpkin, Ramen, Tomato
    Cakes: Angel, Bundt, Carrot, Chocolate, Coffee, Fairy, Honey, Layer, Lemon, Madeira, Pound, Sponge
    Pies: Apple, Blackberry, Cherry, Cottage, Custard, Fish, Mince, Pecan, Pork, Shepherd, Steak, Sugar
    Music: Ambient, Blues, Chamber, Choral, Country, Electronic, Folk, Gospel, Jazz, Klezmer, Organ, Punk, Reggae, Soul, Techno
    Dances: Bolero, Charleston, Flamenco, Foxtrot, Jive, Line, Mazurka, Morris, Polka, Quickstep, Rumba, Square, Tango, Tap, Waltz
    Novels: Adventure, Detective, Epistolary, Fantasy, Gothic, Graphic, Historical, Horror, Picaresque, Romance, Spy, Western
    Films: Animated, Bollywood, Disaster, Documentary, Heist, Kungfu, Monster, Musical, Noir, Samurai, Silent, Zombie
    Bears: Kodiak, Grizzly, Polar, Sloth, Spectacled, Sun, Teddy
    Foxes: Arctic, Corsac, Fennec, Flying, Grey, Red, Swift, Tibetan
    Owls: Barn, Burrowing, Elf, Horned, Hawk, Scops, Snowy, Tawny
    Sharks: Basking, Bull, Goblin, Hammerhead, Leopard, Nurse, Thresher, Whale
    Whales: Beluga, Bowhead, Fin, Humpback, Minke, Orca, Pilot, Sperm
    Beetles: Bombardier, Click, Dung, Firefly, Goliath, Hercules, Rhinoceros, Stag, Tiger, Whirligig
    Moths: Atlas, Cinnabar, Death Head, Emperor, Hawk, Luna, Tussock
    Butterflies: Admiral, Brimstone, Comma, Fritillary, Glasswing, Monarch, Morpho, Swallowtail
    Frogs: Bull, Dart, Glass, Goliath, Leopard, Marsh, Tomato, Tree
    Wolves: Arctic, Dire, Ethiopian, Iberian, Maned, Timber
    Lamps: Bedside, Gas, Halogen, Hurricane, Lava, Oil, Paraffin, Salt, Standing, Tiffany
    Clocks: Alarm, Atomic, Carriage, Cuckoo, Grandfather, Mantel, Pocket, Railway, Sand, Water
    Hats: Bowler, Bucket, Cloche, Cowboy, Fedora, Panama, Pillbox, Sailor, Straw, Top
    Boats: Canal, Dragon, Fishing, House, Life, Paddle, Rowing, Sail, Tug
    Bridges: Arch, Bailey, Cantilever, Covered, Draw, Foot, Rope, Stone, Suspension, Swing
    Trains: Commuter, Freight, Funicular, Ghost, Maglev, Model, Mountain, Night, Steam, Toy
    Museums: Aviation, Coin, Doll, Maritime, Natural History, Open Air, Railway, Science, Space, Wax
    Poetry: Beat, Concrete, Epic, Lyric, Metaphysical, Nonsense, Pastoral, Romantic, Slam, Troubadour
    Operas: Baroque, Beijing, Comic, Grand, Radio, Rock, Soap, Space
    Drums: Bass, Bongo, Conga, Djembe, Kettle, Snare, Steel, Tabla, Taiko, Talking
    Flutes: Alto, Bamboo, Bansuri, Bone, Nose, Pan, Piccolo, Shakuhachi
    Guitars: Acoustic, Air, Classical, Electric, Fretless, Hawaiian, Lap, Resonator, Slide, Twelve String
    Paintings: Abstract, Cave, Finger, Fresco, Landscape, Miniature, Oil, Portrait, Sand, Still Life, Watercolour
    Pottery: Celadon, Delft, Earthenware, Faience, Glazed, Majolica, Porcelain, Raku, Stoneware, Terracotta
    Knots: Bowline, Clove Hitch, Diamond, Figure Eight, Granny, Half Hitch, Monkey Fist, Reef, Sheepshank, Slip
    Kites: Bird, Box, Delta, Diamond, Fighter, Parafoil, Power, Sled, Stunt
    Maps: Contour, Geological, Island, Metro, Nautical, Road, Star, Town, Treasure, Weather
    Gardens: Alpine, Botanical, Cottage, Herb, Japanese, Kitchen, Moss, Rock, Roof, Water Lily, Zen
    Festivals: Book, Cherry Blossom, Film, Folk, Harvest, Ice Sculpture, Jazz, Kite, Lantern, Midsummer, Moon, Tulip
    Markets: Antique, Christmas, Farmers, Fish, Flea, Flower, Floating, Night, Spice, Street
    Races: Camel, Egg, Greyhound, Horse, Obstacle, Potato Sack, Regatta, Relay, Sled Dog, Three Legged
    Noodles: Buckwheat, Egg, Glass, Hokkien, Rice, Soba, Udon, Wheat
    Rice: Arborio, Basmati, Brown, Fried, Jasmine, Saffron, Sticky, Wild
    Beans: Baked, Black Turtle, Broad, Butter, Coffee, Green, Haricot, Jelly, Kidney, Mung, Runner, Soya
    Peppers: Bell, Cayenne, Chipotle, Ghost, Habanero, Jalapeno, Padron, Poblano, Scotch Bonnet, Sichuan
    Apples: Braeburn, Bramley, Cider, Crab, Fuji, Gala, Golden, Pink Lady, Russet, Toffee
    Potatoes: Baked, Fingerling, Fondant, Hasselback, Mashed, New, Roast, Rosti, Sweet
    Salads: Caesar, Caprese, Cobb, Fruit, Greek, Nicoise, Pasta, Tabbouleh, Waldorf
    Sauces: Apple, Bechamel, Chilli, Hollandaise, Horseradish, Hot, Mint, Pesto, Soy, Tartare, Worcestershire
    Honey: Acacia, Buckwheat, Clover, Forest, Heather, Linden, Manuka, Orange Blossom
    Juice: Beet, Carrot, Cherry, Cranberry, Grape, Lime, Orange, Pomegranate, Tomato
    Clouds: Altocumulus, Anvil, Cirrus, Cumulus, Lenticular, Mammatus, Mushroom, Stratus
    Engines: Beam, Diesel, Fire, Jet, Rotary, Search, Stirling, Traction
    Radios: Amateur, Clock, Crystal, Digital, Pirate, Shortwave, Transistor, Valve
    Telescopes: Binocular, Brass, Dobsonian, Infrared, Newtonian, Reflecting, Solar, Space
    Stamps: Airmail, Commemorative, Holiday, Misprinted, Passport, Postage, Rubber, Wooden
    Coins: Ancient, Bronze, Chocolate, Silver, Gold, Lucky, Medieval, Roman
    Chairs: Deck, Director, Folding, High, Musical, Rocking, Sedan, Wicker, Wing
    Rugs: Berber, Hearth, Kilim, Persian, Rag, Sheepskin, Shag
    Puzzles: Burr, Chess, Disentanglement, Kakuro, Logic, Matchstick, Sliding, Tangram
    Board Games: Cooperative, Deduction, Economic, Trivia, War
    Card Tricks: Ambitious, Cutting, Mind Reading, Self Working
    Stories: Bedtime, Campfire, Cautionary, Fairy, Ghost, Pirate, School, Tall
    Pens: Ballpoint, Dip, Felt Tip, Fountain, Gel, Quill, Technical
    Knives: Bread, Butter, Oyster, Palette, Paring, Pocket, Steak
    Ships: Cargo, Clipper, Container, Cruise, Icebreaker, Pirate, Tall, Viking
    Aircraft: Amphibious, Biplane, Glider, Seaplane, Supersonic, Vintage
    """
}

extension Substring {
  fileprivate func trimmingSpaces() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
