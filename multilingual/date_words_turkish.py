"""The words Turkish dates are written with.

Weekdays follow Unicode CLDR as in Babel 2.18; the rest is common newspaper usage, written by hand.
Data for ``date_lexicon.py``.
"""

from __future__ import annotations

from multilingual.date_words import Form, LanguageWords, Part, Season, Unit

__all__ = ["TURKISH"]

TURKISH = LanguageWords(
    weekdays=(
        "pazartesi",
        "salı",
        "çarşamba",
        "perşembe",
        "cuma",
        "cumartesi",
        "pazar",
    ),
    short_weekdays=("pzt", "sal", "çar", "per", "cum", "cmt", "paz"),
    ordinals={
        1: "birinci|ilk",
        2: "ikinci",
        3: "üçüncü",
        4: "dördüncü",
        5: "beşinci",
        19: "on dokuzuncu",
        20: "yirminci",
    },
    cardinals={
        1: "bir",
        2: "iki",
        3: "üç",
        4: "dört",
        5: "beş",
        6: "altı",
        7: "yedi",
        8: "sekiz",
        9: "dokuz",
        10: "on",
        11: "on bir",
        12: "on iki",
        13: "on üç",
        14: "on dört",
        15: "on beş",
        16: "on altı",
        17: "on yedi",
        18: "on sekiz",
        19: "on dokuz",
        20: "yirmi",
        30: "otuz",
        40: "kırk",
        50: "elli",
        60: "altmış",
        70: "yetmiş",
        80: "seksen",
        90: "doksan",
    },
    thousands={1000: "bin", 2000: "iki bin|ikibin"},
    hundreds={
        300: "üç yüz|üçyüz",
        400: "dört yüz|dörtyüz",
        500: "beş yüz|beşyüz",
        600: "altı yüz|altıyüz",
        700: "yedi yüz|yediyüz",
        800: "sekiz yüz|sekizyüz",
        900: "dokuz yüz|dokuzyüz",
    },
    units={
        (Unit.MINUTE, Form.ONE): "dakika",
        (Unit.HOUR, Form.ONE): "saat",
        (Unit.DAY, Form.ONE): "gün|günde|günün|gündür",
        (Unit.DECADE, Form.ONE): "onyıl",
        (Unit.WEEK, Form.ONE): "hafta|haftanın|haftada",
        (Unit.MONTH, Form.ONE): "ay|ayın|ayda",
        (Unit.YEAR, Form.ONE): "yıl|sene|yılın|yılda|senenin|senede",
        (Unit.DAY, Form.MANY): "günler|günlerde",
        (Unit.YEAR, Form.MANY): "yıllar|yıllarda",
    },
    steps_before={
        -1: "geçen|geçtiğimiz",
        0: "bu|içinde bulunduğumuz",
        1: "gelecek|önümüzdeki|gelecek olan",
        -2: "evvelki|önceki",
    },
    day_words={
        (-2, -2): "evvelsi gün|önceki gün|dünden önceki gün|evvelki gün",
        (-1, -1): "dün|dün gece|dün akşam",
        (0, 0): "bugün|bu sabah|bu akşam|bu gece",
        (1, 1): "yarın",
        (2, 2): "öbür gün|ertesi gün değil",
    },
    day_parts="sabah|akşam|gece|öğlen|sabahı|akşamı|gecesi|günü|gün|gününün|gününe|gününden|günkü"
    "|günleri|günlerinde|öğleden sonra|öğleden sonrası|öğleden sonrasında",
    span_before={-1: "son|geçen|geçtiğimiz", 1: "gelecek|önümüzdeki"},
    ago_after="önce|evvel",
    later_after="sonra",
    about="yaklaşık",
    and_half="buçuk",
    not_exactly="fazla|aşkın",
    parts_before={
        Part.EARLY: "erken",
        Part.LATE: "geç",
    },
    parts_after={
        Part.EARLY: "başı|başında|başlarında|başları|başından|başlarından|ayının başında"
        "|ayı başında"
        "|yılının başında|yılı başında|yılının başlarında|yılının ilk aylarında",
        Part.MIDDLE: "ortası|ortasında|ortalarında|ortaları|ayının ortasında|ayı ortasında"
        "|yılının ortasında|yılı ortasında|yılının ortalarında|ayının ortalarında",
        Part.LATE: "sonu|sonunda|sonlarında|sonları|sonuna|ayının sonunda|ayı sonunda"
        "|yılının sonunda|yılı sonunda|yılının sonlarında|ayının sonlarında",
    },
    seasons={
        Season.SPRING: "ilkbahar|bahar|ilkbaharı|ilkbaharında|baharında|bahari",
        Season.SUMMER: "yaz|yazı|yazında|yazının",
        Season.AUTUMN: "sonbahar|sonbaharı|sonbaharında|güz|güzü",
        Season.WINTER: "kış|kışında|kışının",
    },
    decade_tails="lar|ler|lı yıllar|li yıllar|lu yıllar|lü yıllar|larda|lerde|lı yıllarda"
    "|li yıllarda"
    "|ların|lerin|lı yılların|li yılların|lı|li",
    centuries="yüzyıl|yüzyılda|yüzyılın|asır",
    fractions={
        2: "yarısı|yarısında|yarı",
        4: "çeyrek|çeyreği|çeyreğinde",
        52: "haftası|haftasında",
    },
    of="ayı|ayının|günü|tarihi|nin|nın|in|ın|un|ün|nun|nün|yılının|yılı|yılın|ayında|sayılı"
    "|tarihinde",
    year_leads="yıl|sene|yılı",
    year_leads_weak="",
    year_tails="yılında|yılı|yıl|senesi|senesinde|yılının|yılından|yılına|da|de|ta|te|dan|den"
    "|tan|ten"
    "|yılının ardından|yılından beri|yılındaki|deki|daki|den beri|dan beri|in|ın|un|ün|nin"
    "|nun|e|a|ye|ya",
    same_year="aynı yıl|o yıl|aynı yılın",
    range_openers="",
    range_joiners="ile|ila|dan|den",
    list_joiners="ve|ile",
    range_closers="arasında|arası|arasındaki|tarihleri arasında|yılları arasında|kadar"
    "|e kadar|a kadar"
    "|tarihleri arası|arasinda",
    at="saat|saatlerinde|saati|saat tam",
    morning="sabah",
    afternoon="akşam|öğleden sonra",
    night="gece",
    noon="öğlen|öğle",
    in_zone="saatiyle",
    month_leads="ayı",
    month_tails="ayı|ayında|ayının|ayından|ayına|ayındaki|ayları",
    name_leads="kara",
    name_tails="köprüsü|caddesi|sokağı|meydanı|bulvarı|parkı|stadyumu|stadı|üniversitesi"
    "|mahallesi|hastanesi|okulu|ilkokulu|ortaokulu|lisesi|havalimanı|anıtı|müzesi|barajı|şehitleri"
    "|derneği|vakfı|hareketi|bayramı|zaferi|devrimi|gazetesi|tüneli|istasyonu|darbe|hanım|bey"
    "|kampüsü",
    day_name_leads="kara|kanlı|efsane",
    day_name_tails="gazetesi|pazarı|pazari|yeri|yerinde|namazı|hutbesi|mahallesi|sokağı|tezgahı|esnafı"
    "|alışverişi|arabası|filesi",
    everyday_weekdays="pazar",
    not_today="",
)
