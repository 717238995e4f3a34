# SPDX-License-Identifier: Apache-2.0
"""The texts that the golden files of word breaking are made from."""

ARTICLE_ONE = {  # Universal Declaration of Human Rights, article 1 (United Nations, public domain)
    "arabic": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.",
    "armenian": "Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ ու իրավունքներով։ Նրանք ունեն բանականություն ու խիղճ, և միմյանց պետք է եղբայրաբար վերաբերվեն։",
    "basque": "Gizon-emakume guztiak aske jaiotzen dira, duintasun eta eskubide berberak dituztela; eta ezaguera eta kontzientzia dutenez gero, elkarren artean senide legez jokatu beharra dute.",
    "catalan": "Tots els éssers humans neixen lliures i iguals en dignitat i en drets. Són dotats de raó i de consciència, i han de comportar-se fraternalment els uns amb els altres. L'home, col·legi.",
    "danish": "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd.",
    "dutch": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen.",
    "english": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.",
    "finnish": "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä.",
    "french": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité. L’homme d'aujourd'hui.",
    "german": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen. GROẞE Straße.",
    "greek": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης. ΟΔΥΣΣΕΥΣ",
    "hindi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए।",
    "hungarian": "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek.",
    "indonesian": "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal dan hati nurani dan hendaknya bergaul satu sama lain dalam semangat persaudaraan.",
    "irish": "Saoláitear na daoine uile saor agus comhionann ina ndínit agus ina gcearta. Tá bua an réasúin agus an choinsiasa acu agus dlíd gníomhú i dtreo a chéile i spiorad an bhráithreachais.",
    "italian": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza. L'uomo, dell’anno.",
    "lithuanian": "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė ir jie turi elgtis vienas kito atžvilgiu kaip broliai.",
    "nepali": "सबै व्यक्तिहरू जन्मजात स्वतन्त्र हुन् ती सबैको समान अधिकार र महत्व छ। निजहरूमा विचार शक्ति र सद्विचार भएकोले निजहरूले आपसमा भातृत्वको भावनाबाट व्यवहार गर्नु पर्छ।",
    "norwegian": "Alle mennesker er født frie og med samme menneskeverd og menneskerettigheter. De er utstyrt med fornuft og samvittighet og bør handle mot hverandre i brorskapets ånd.",
    "portuguese": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade.",
    "romanian": "Toate ființele umane se nasc libere și egale în demnitate și în drepturi. Ele sunt înzestrate cu rațiune și conștiință și trebuie să se comporte unele față de altele în spiritul fraternității.",
    "russian": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства. Ёлка, объём.",
    "serbian": "Сва људска бића рађају се слободна и једнака у достојанству и правима. Она су обдарена разумом и свешћу и треба једни према другима да поступају у духу братства. Sva ljudska bića rađaju se slobodna i jednaka.",
    "spanish": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
    "swedish": "Alla människor är födda fria och lika i värde och rättigheter. De är utrustade med förnuft och samvete och bör handla gentemot varandra i en anda av broderskap.",
    "tamil": "மனிதப் பிறிவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் மதிப்பிலும், உரிமைகளிலும் சமமானவர்கள், அவர்கள் நியாயத்தையும் மனச்சாட்சியையும் இயற்பண்பாகப் பெற்றவர்கள்.",
    "turkish": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler. İstanbul'da IŞIK",
    "yiddish": "יעדער מענטש װערט געבױרן פֿרײַ און גלײַך אין כּבֿוד און רעכט. יעדער װערט באַשאָנקן מיט פֿאַרשטאַנד און געװיסן; יעדער זאָל זיך פֿירן מיט אַ צװײטן אין אַ געמיט פֿון ברודערשאַפֿט.",
    # No stemmer, but other ways to part words:
    "chinese": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "japanese": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
    "korean": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.",
    "thai": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
    "lao": "ມະນຸດທຸກຄົນເກີດມາມີກຽດສັກສີ ສິດທິ ເສລີພາບ ແລະ ຄວາມສະເໝີພາບເທົ່າທຽມກັນ",
    "khmer": "មនុស្សទាំងអស់កើតមកមានសេរីភាពនិងសមភាពក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។",
    "burmese": "လူတိုင်းသည် တူညီလွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့်လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့်လည်းကောင်း မွေးဖွားလာသူများဖြစ်သည်။",
    "hebrew": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון. צה\"ל ג'ירף צה״ל ג׳ירף ארה\"ב'",
    "georgian": "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით. ᲧᲕᲔᲚᲐ",
    "amharic": "የሰው፡ልጅ፡ሁሉ፡ሲወለድ፡ነጻና፡በክብርና፡በመብትም፡እኩልነት፡ያለው፡ነው።",
    "tibetan": "འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས་དང་།",
    "vietnamese": "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi.",
}

LETTERS_AND_MARKS = """
1,000.5 3.14 1:2 a.b a_b 1_000 _a_ __ ___a a__b a._b a_.b 1,2,3 1,,2 1.2.3.4 1,a a,1 1.a a.1 1'2 a'1 1;2 a;b a:b 1:a
0x1F600 1e-5 -1 +1 $5.00 50% 10°C №5 2nd 1st 3D x² H₂O ½ ⅔ Ⅷ ⅷ ① ⑳ ٣٫١٤ ٣٬١٤ ١٢٣ १२३ ๑๒๓ 1٫5 １，０００．５
don't don’t don‘t donʼt don＇t don`t don´t rock'n'roll 'tis o'clock' ''quoted'' l'eau d’un qu'il O'Neil's
dogs' DOG'S Bob's Bob’s Bob＇s Bob‘s Bobʼs BOB’S BOB＇S 's S's a's it's its' ’s x’’s James's's é's É’S 字's 1's _'s a's' a'ſ
e-mail state-of-the-art well‑known co­operate co‐op em—dash en–dash a−b a/b and/or C++ C# F# .NET node.js R&D AT&T
https://www.example.org/a_b/c.d?e=f&g=h#i user.name+tag@example.co.uk ftp://1.2.3.4:21/ www.example.com @user #tag
U.S.A. U.S. e.g. i.e. Ph.D. Mr. No.5 v1.2.3-beta IL-2 TNF-α β-catenin CD4+ p<0.05 n=12 (a) [b] {c} "d" <e> f!g h?i
İS İN İT’S İF FOR İİ Kİ İNG HOPİNG Kelvin Kİng
İstanbul ISPARTA ısı DİYARBAKIR ΣΑΣ ΌΣΟΣ ΟΔΟΣ Σ ς ᾼ ᾳ ǅ ǆ Ǆ ﬁ ﬂ ẞ ß ſ K Å Ω 𐐀𐐁 𐐨𐐩 𞤀𞤁 𑢠 Ꭰ ꭰ Ა ა Ⅷ Ⓐ ⓐ Ａｂ Ꙁ
é é ñ ñ Å Å ǭ ạ̈ n̈́ ́a a͏b a‌b a‍b a⁠b ‍a ­a a­ z̗a͢l̸g҉o ⃝a a⃝ a⃣ 1⃣ ゙か が が カ゛ カ゜
אב א'ב א"ב א״ב א׳ א' א" א"" א''ב א'"ב "א א'א' א"א"א א:ב א.ב a"b א"b a"א אa"ב ג'1 ג"1
ไทย ภาษาไทย ไทย1 1ไทย aไทย ไทยa ไทย_ ๑ไทย ลาว ພາສາລາວ ភាសាខ្មែរ မြန်မာ ᦎᦟᧄ ᨲᩴ ꪀꪱ ไ​ท ท่า ่า 
한국어 한국abc abc한국 한국1 1한국 한국_한국 한.국 한国 韓國 각 가 ㄱㄴ ㅏ ﾡﾢ 한국’s ㈀ ㉠ 〮가
カタカナ ｶﾀｶﾅ ｶﾞｷﾞ ﾊﾟﾋﾟ ｳﾞ ﾜﾞ ﾞ ﾟｱ ｱﾞ ｰ ヽﾞ ァ ヷ カ_カ カ1 1カ aカ カa カｶ 〱〲 ゛゜ ㌀ ㋐ ・ ･ ヴ ヸ
漢字 漢字かな カナ漢字 かなカナ漢字한글 漢 か 、漢。字 漢a字 漢1字 々 〇 〻 人々 〡〢 ⺀ ⼀ 﨑 𠀀𠀁 丽 漢゙ 字　字 日本語 あ゙い ゝゞ ゟヿ 𛀀𛀁
ＡＢＣ ａｂｃ １２３ Ａ．Ｂ Ａ＇ｓ Ａ＿Ｂ ！＂＃ ～ ￠ ﾠ ｢｣ ｱｲｳABC ｱｲｳ漢字 ｔｈｅ ＴＨＥ ｗｗｗ t s www The THE tHe
😀 😀😁 a😀b 👍🏻 👍🏻👍 🏻 a🏻 👨‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 🏴‍☠️ 🇫🇷 🇫🇷🇩🇪 🇫🇷🇩 🇫 a🇫🇷 🇫‍🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁥󠁮󠁧 󠁧󠁢󠁿 😀󠁧󠁿 1️⃣ 1⃣ #️⃣ *⃣ 1️ #️ # * 12⃣ 1️⃣2️⃣
☺ ☺️ ☺︎ ❤️ ❤︎ ❤ ✈ ✈️ © ®️ ™ ™️ 〰 〰️ 〽 ㊗ ㊙️ ‼ ⁉️ ℹ ℹ️ aℹb Ⓜ Ⓜ️ aⓂb 🅰 🅰️ 🅱b ⌚ ↔ ▪ ◾ ⬛ ⭐ 🀄 🃏 🈁 🉐 🉑 🤷🏿‍♀️ ☝🏿 ☝️🏿 🕵️‍♂️ 👁️‍🗨️ ‍😀 😀‍ 😀‍‍😀 😀‍a 😀̈ 😀_ _😀 😀1 1😀 🧑‍🤝‍🧑 🫠 🪐 🛸 🥰
﷽ ﷼ ¹²³ ªº ʰ ˈa ˙ ៗ ៛ 〃 〆 ꙮ ꧁ ᚛ᚑ᚜ 𝒜𝟏 𝕒𝟙 𓀀 𒀀 𐎠 𝄞 ⠁ ☃ ∑ √2 ∞ ⇒ │ █ � ￼ ﻿a a﻿ ‮abc‬ ‎a‏ ⁦a⁩
       󰀀 a󰀀b ͸ a͸b ￾ 𯿾 ꟅA ꟈ ꟊ Ꟶ a‧b a·b a‿b a⁀b a﹍b a゠b a︳b a﹣b a．b a：b a﹕b a՟b a;b 1⁄2 1﹐2
"""

PHRASES = [
    "The QUICK brown fox's jumping over the lazy dogs' tails.", "can't won't shouldn't've y'all'd've",
    "to be or not to be", "a an and are as at be but by for if in into is it no not of on or such that",
    "the their then there these they this to was will with", "s t www such", "Thisthe theirs others",
    "caresses ponies ties caress cats feed agreed disabled matting mating meeting milling messing",
    "relational conditional rational valenci hesitanci digitizer conformabli radicalli differentli",
    "vileli analogousli vietnamization predication operator feudalism decisiveness hopefulness",
    "callousness formaliti sensitiviti sensibiliti triplicate formative formalize electriciti",
    "electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable",
    "defensible irritant replacement adjustment dependent adoption homologou communism activate",
    "angulariti homologous effective bowdlerize probate rate cease controll roll apologi analogi",
    "sky happy by say enjoy dyed dying yyyyed syzygy yes ion ions bion aed eed oed ied ies as is",
    "hoping hopping falling hissing fizzed failing filing tanned crying béing ééing xééed naïveté's",
    "", " ", "\n", "\r\n", "\t\v\f", "\x00", "a\x00b", "a\x1fb", "a\x85b", "a\u2028b\u2029c", "a\r\nb",
    "a\u00a0b\u1680c\u2007d\u200be\u202ff\u205fg\u3000h\ufeffi", "back\\slash \\n \\\\", "\\", "~`|^",
]


def long_texts():
    """Around the limit of 255 UTF-16 code units."""
    for size in (254, 255, 256, 600):
        yield "x" * size
        yield "é" * size
        yield "𐐀" * (size // 2)
        yield "x" + "𐐀" * (size // 2)
        yield "xy" + "𐐀" * (size // 2) + " 漢" + "가" * size
        yield "ab " + "x" * size + "'s"
        yield "ab, " + "x" * (size - 2) + "'s x"
        yield "x" * (size - 1) + ".com"
        yield "1" * (size - 1) + ",000.5"
        yield "_" * size + "a"
        yield "_" * size + "é_"
        yield "a" * (size - 1) + "\u0301" * 3 + "b"
        yield "カ" * size + "ｶﾞ" * size
        yield "ท" * size
        yield "😀\u200d" * (size // 2) + "😀"
        yield "a\u200d" * (size // 2) + "😀"
        yield "字" + "\u0301" * size + "字"
        yield " " * (size % 7) + "-".join(["x" * size, "𐐀" * size, "x" * (size - 1) + "𐐀b"])


def texts():
    for text in ARTICLE_ONE.values():
        yield text
        yield text.upper()
    for line in LETTERS_AND_MARKS.strip("\n").split("\n"):
        yield line
        yield from line.split(" ")
    yield from PHRASES
    yield from long_texts()


CJK = """
中文分词 中文ABC分词 ABC中文 中文 ABC 中A文 A中B文C 中1文2 2024年5月1日 第三十七回 3000米 iPhone15手机 T恤 卡拉OK AA制 C++语言 5G网络 PM2.5超标
东京tower東京タワー とうきょうタワー トーキョー東京 食べる 食べ物を買う ひらがなカタカナ漢字 カタカナひらがな カナABCかな 今日は良い天気ですね。 お茶・珈琲 ソフト・ウェア
서울 서울시 서울특별시청 서울 시청 한국어형태소 한국말은 띄어쓰기가 있다 대한민국 大韓民國 韓國語문법 한글ABC한글 1개월 가나다123라마바 ㅋㅋㅋ ㅠㅠ ㄱ ㅏ
각 각각 한글 ᄀ ᄀᄀ ᅡ 각가 가ㄱ나 ﾡﾢﾣ ﾤￂￇ ꥠꥡ ힰퟋ ᄀ각
ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟﾌﾟ ｳﾞｧｲｵﾘﾝ ﾃﾞｰﾀﾍﾞｰｽ ｱｲｳｴｵ ｱ ｶﾞ ｶ ﾞ ﾞｶ ｱﾞ ﾟ ﾞﾟ ﾊﾞﾟ ﾊﾟﾞ ｶﾞ漢 漢ｶﾞ カﾞ カ゛ カ゛ か゛ ｶ゛ ヽﾞ ゝﾞ ワﾞ ｦﾞ ﾝﾞ ｰﾞ ･ﾞ
が か゚ ガ パ が゙ ゙か 漢゙字 漢゚字 う゛ ゔ ヴ ヷ ヷ ー ーー あー アーﾞ
ＡＢＣ ＡＢＣ中文 中文ＡＢＣ １２３ １２３年 ａｎｄ ＡＮＤ Ｔｈｅ中ｔｈｅ ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ ！？ ：； （中） 「文」 『字』 【注】 〈中〉 〜 ～ ・・・ ……
𠀀 𠀀𠀁 𠀀𠀁𠀂 中𠀀 𠀀中 A𠀀B 𠮷野家 𠮟る 𩸽 𩸽を食べる 𪜀𪜁 𫝀 𬀀 丽 中丽 𰀀𰀁 𰀀 中𰀀中 𱍐 𲎰 𮯰
㐀 㐀㐁 豈 豈更 﨑 神 福祉 ⼀⼁ ⺀⺁ 々 人々 代々木 〇 二〇二四年 〻 〆 〆切 ヶ 三ヶ月 〱 〱〲 〳〴〵 〡〢〣 ㈱ ㍿ ㍻ ㊙ ㋿ ㌔ ㍑
ㄅㄆㄇ ㄅ中 注音ㄅㄆ ㆠㆡ ꀀꀁ 彝ꀀ 𗀀𗀁 𛀁 𛀀𛀁 𛄀 ゟ ヿ ㇰㇱ アㇰ 𛅐 𛅤
中️ 中︀文 中󠄀文 葛󠄀城市 辻󠄁 中‍文 中‌文 中​文 中⁠文 中­文 中﻿文 中̀文 か゚な ｶ̈
中😀文 😀中 漢👍🏻字 ㊗中 中㊙ 🈁中 🈚無料 〰中 中〽 ©中 中™ 1⃣中 🇯🇵日本 日本🇯🇵 👨‍👩‍👧家族
a中 the中 中the the 中 s t www and 的 的的 是 a的b The的AND的 I'm中国人 中国's 中’s O’中 e-中 中-文 中_文 _中 中_ 中_文_字 1中_2
中.文 中,文 3.14中 中3.14 中'文 中"文 中:文 a.中 中.a １．５倍 1,000円 ￥1,000 ¥500 百分之50% 50％OFF
ไทย中文 中文ไทย ไทย日本 ລາວ中 ខ្មែរ中 မြန်中 עברית中 עבר"中 العربية中 中العربية हिन्दी中 中हिन्दी Русский中文 ελληνικά中文
日本語テキスト処理：形態素解析（けいたいそかいせき）とは、自然言語で書かれた文を形態素に分割することである。
《红楼梦》第一回：甄士隐梦幻识通灵　贾雨村风尘怀闺秀。“此开卷第一回也。”作者自云：曾历过一番梦幻之后……
국립국어원은 한국어의 발전과 국민의 언어생활 향상을 위하여 설립되었다. (1991년)
"""

CJK_LONG = ["中文", "𠀀", "中𠀀", "ｶﾞ", "ｶﾞ漢", "かな", "カ", "カﾞ", "한국", "각", "漢字かなカナ한글", "中a", "中 文", "中、", "漢゙", "ａ漢"]
CJK_COUNTS = [1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 254, 255, 256, 1000, 4095, 4096, 4097, 20000]


def cjk_texts():
    """Chinese, Japanese and Korean: each word, the words of a line with and without spaces, each
    pair of neighbours run together."""
    for line in CJK.strip("\n").split("\n"):
        words = line.split(" ")
        yield from words
        yield line
        yield "".join(words)
        yield from (first + second for first, second in zip(words, words[1:]))
