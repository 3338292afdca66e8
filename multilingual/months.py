"""Month names as data: which month of which calendar a written name means, and in which languages.

Sources: the Gregorian lists follow Unicode CLDR as shipped in Babel 2.18 (ar-EG, ar-LB, ar-SY,
ar-IQ, ar-MA, ar-DZ, ar-TN, ar-MR, fa, fa-AF, ps, ur, ckb, ku, tr, fr, en) with the spelling
variants newspapers use; Babel has no Hijri, Jalali, Libyan (1969-2011) or Afghan zodiac names in
these languages, so those are written by hand from common usage. Not for reading dates
(``dates.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Calendar", "MonthName", "Standing", "month_names"]


class Calendar(StrEnum):
    """The calendar a date was written in."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    JALALI = "jalali"


class Standing(StrEnum):
    """How much must stand beside a name before it is taken for a month.

    Many month names are everyday words or people's names: "may", مارس (practised), رجب (a man).
    """

    ALONE = "alone"
    WITH_NUMBER = "with_number"
    WITH_DAY_AND_YEAR = "with_day_and_year"


@dataclass(frozen=True, slots=True)
class MonthName:
    """One spelling of one month: ``month`` is 1 to 12 in ``calendar``."""

    spelling: str
    calendar: Calendar
    month: int
    languages: frozenset[str]
    standing: Standing


# Written in more ways than the rest: with and without the final letter, the article and agreement.
_FIRST_JUMADA = (
    "جمادى الأولى|جمادى الأول|جمادی‌الاول|جمادی‌الاولی|جمادي الاول|جماد الأول|جماد الأولى"
    "|جماد أول|جماد أولى|جمادى أول|جمادى أولى"
)
_SECOND_JUMADA = (
    "جمادى الآخرة|جمادى الثانية|جمادى الآخر|جمادی‌الثانی|جمادی الثانی|جمادی الاخری"
    "|جماد الآخر|جماد الآخرة|جماد الثاني|جماد الثانية|جماد ثاني|جماد ثانية|جماد آخر"
    "|جمادى ثاني|جمادى ثانية|جمادى آخر|جمادى آخرة"
)

# One entry per naming system: calendar, languages, and twelve "|"-separated lists of spellings.
_SYSTEMS: tuple[tuple[Calendar, str, tuple[str, ...]], ...] = (
    # Arabic: Egypt, the Gulf, Sudan, Yemen, Libya.
    (
        Calendar.GREGORIAN,
        "ar",
        (
            "يناير|ينایر",
            "فبراير",
            "مارس",
            "أبريل|ابريل|إبريل|نيسان أبريل",
            "مايو",
            "يونيو|يونية|يونيه",
            "يوليو|يولية|يوليه",
            "أغسطس|اغسطس|أغسطوس",
            "سبتمبر",
            "أكتوبر|اكتوبر",
            "نوفمبر|نوفبر",
            "ديسمبر",
        ),
    ),
    # Arabic: Lebanon, Syria, Jordan, Palestine, Iraq.
    (
        Calendar.GREGORIAN,
        "ar",
        (
            "كانون الثاني|كانون ثاني|كانون ثان",
            "شباط",
            "آذار|أذار",
            "نيسان",
            "أيار|ايار|مايس",
            "حزيران",
            "تموز",
            "آب|أب",
            "أيلول|ايلول",
            "تشرين الأول|تشرين أول|تشرين اول",
            "تشرين الثاني|تشرين ثاني|تشرين ثان",
            "كانون الأول|كانون أول|كانون اول",
        ),
    ),
    # Arabic: Algeria and Tunisia.
    (
        Calendar.GREGORIAN,
        "ar",
        (
            "جانفي",
            "فيفري",
            "مارس",
            "أفريل|افريل",
            "ماي",
            "جوان",
            "جويلية|جويليه",
            "أوت|اوت",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
        ),
    ),
    # Arabic: Morocco and Mauritania.
    (
        Calendar.GREGORIAN,
        "ar",
        (
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "ماي|مايو",
            "يونيو",
            "يوليوز",
            "غشت|أغشت",
            "شتنبر|شتمبر",
            "أكتوبر",
            "نونبر|نونمبر",
            "دجنبر|دجمبر",
        ),
    ),
    # Arabic: Libya, official names of 1969 to 2011.
    (
        Calendar.GREGORIAN,
        "ar",
        (
            "أي النار",
            "النوار",
            "الربيع",
            "الطير",
            "الماء",
            "الصيف",
            "ناصر",
            "هانيبال",
            "الفاتح",
            "التمور",
            "الحرث",
            "الكانون",
        ),
    ),
    # Hijri, in Arabic.
    (
        Calendar.HIJRI,
        "ar fa ur ps ckb",
        (
            "محرم|المحرم|محرم الحرام",
            "صفر|صفر الخير|صفر المظفر",
            "ربيع الأول|ربيع أول|ربیع‌الاول|ربيع الاولى",
            "ربيع الآخر|ربيع الثاني|ربیع‌الثانی|ربيع ثاني|ربيع آخر",
            _FIRST_JUMADA,
            _SECOND_JUMADA,
            "رجب|رجب المرجب",
            "شعبان|شعبان المعظم",
            "رمضان|رمضان المبارك",
            "شوال|شوال المكرم",
            "ذو القعدة|ذي القعدة|ذی‌القعده|ذیقعده|ذوالقعدة|ذي قعدة|ذو قعدة",
            "ذو الحجة|ذي الحجة|ذی‌الحجه|ذیحجه|ذوالحجة|ذی الحج|ذو الحجه|ذي حجة|ذو حجة",
        ),
    ),
    # Hijri, in Turkish, English and French.
    (
        Calendar.HIJRI,
        "tr en fr",
        (
            "muharrem|muharram|mouharram",
            "safer|safar",
            "rebiülevvel|rabi al-awwal|rabi' al-awwal|rabi i|rabia al awal",
            "rebiülahir|rabi al-thani|rabi' al-thani|rabi al-akhir|rabi ii",
            "cemaziyelevvel|jumada al-awwal|jumada al-ula|jumada i",
            "cemaziyelahir|jumada al-thani|jumada al-akhirah|jumada ii",
            "recep|rajab|radjab",
            "şaban|sha'ban|shaban|shaaban|chaabane",
            "ramazan|ramadan|ramadhan",
            "şevval|shawwal|chawwal",
            "zilkade|dhu al-qa'dah|dhu al-qadah|dhul qadah|dhou al qi'da",
            "zilhicce|dhu al-hijjah|dhul hijjah|dhou al hijja",
        ),
    ),
    # Jalali (solar Hijri): Iran.
    (
        Calendar.JALALI,
        "fa",
        (
            "فروردین",
            "اردیبهشت",
            "خرداد",
            "تیر",
            "مرداد|امرداد",
            "شهریور",
            "مهر",
            "آبان",
            "آذر",
            "دی",
            "بهمن",
            "اسفند",
        ),
    ),
    # Jalali months of Iran, as Arabic papers write them.
    (
        Calendar.JALALI,
        "ar",
        (
            "فروردين",
            "ارديبهشت|أرديبهشت",
            "خرداد",
            "تير",
            "مرداد",
            "شهريور",
            "مهر",
            "آبان",
            "آذر",
            "دي",
            "بهمن",
            "إسفند|اسفند",
        ),
    ),
    # Jalali: Afghanistan, zodiac names in Dari.
    (
        Calendar.JALALI,
        "fa ps",
        (
            "حمل",
            "ثور",
            "جوزا",
            "سرطان",
            "اسد",
            "سنبله",
            "میزان",
            "عقرب",
            "قوس",
            "جدی",
            "دلو",
            "حوت",
        ),
    ),
    # Jalali: Afghanistan, in Pashto.
    (
        Calendar.JALALI,
        "ps",
        (
            "وری",
            "غویی|غوایی",
            "غبرګولی",
            "چنګاښ",
            "زمری",
            "وږی",
            "تله",
            "لړم",
            "لیندۍ|لینده",
            "مرغومی",
            "سلواغه",
            "کب",
        ),
    ),
    # Jalali: Kurdish (Sorani and Kurmanji).
    (
        Calendar.JALALI,
        "ckb",
        (
            "خاکەلێوە",
            "گوڵان|بانەمەڕ",
            "جۆزەردان",
            "پووشپەڕ",
            "گەلاوێژ",
            "خەرمانان",
            "ڕەزبەر|رەزبەر",
            "گەڵاڕێزان|خەزەڵوەر",
            "سەرماوەز",
            "بەفرانبار",
            "ڕێبەندان|رێبەندان",
            "ڕەشەمە|رەشەمە",
        ),
    ),
    # Gregorian, in Persian (Iran) and Dari.
    (
        Calendar.GREGORIAN,
        "fa",
        (
            "ژانویه|ژانویهٔ|جنوری",
            "فوریه|فوریهٔ|فبروری",
            "مارس|مارچ",
            "آوریل|اوریل|آپریل|اپریل",
            "مه|می|مهٔ|ماه مه",
            "ژوئن|جون",
            "ژوئیه|ژوئیهٔ|جولای|جولای",
            "اوت|آگوست|اگست|آگست",
            "سپتامبر|سپتمبر",
            "اکتبر|اکتوبر",
            "نوامبر|نومبر",
            "دسامبر|دسمبر",
        ),
    ),
    (
        Calendar.GREGORIAN,
        "ps",
        (
            "جنوري|جنوری|جنورۍ",
            "فبروري|فبروری|فېبروري",
            "مارچ",
            "اپریل|اپرېل",
            "مۍ|می|مې",
            "جون",
            "جولای|جولایي",
            "اګست|اګسټ",
            "سپتمبر|سېپتمبر|سېپټمبر",
            "اکتوبر|اکټوبر",
            "نومبر|نوېمبر",
            "دسمبر|ډېسمبر|ډسمبر",
        ),
    ),
    (
        Calendar.GREGORIAN,
        "ur",
        (
            "جنوری",
            "فروری",
            "مارچ",
            "اپریل",
            "مئی|مئ",
            "جون",
            "جولائی",
            "اگست",
            "ستمبر",
            "اکتوبر",
            "نومبر",
            "دسمبر",
        ),
    ),
    (
        Calendar.GREGORIAN,
        "ckb",
        (
            "کانوونی دووەم|کانونی دووەم|کانوونی دوەم|جانیوەری|جانێوەری|ژانویە|یەنایەر",
            "شوبات|شوباتە|فێبریوەری|فێبرێوەری|فێبرواری|فێبریوەر|فیبرایەر",
            "ئازار|مارس|مارت|مارچ|ئادار",
            "نیسان|ئەپریل|ئاپریل|ئەپرێل|ئەبریل",
            "ئایار|مەی|مای|مایس|مایۆ",
            "حوزەیران|حوزەيران|حەزیران|حوزێران|جون|جوون|یونیۆ|یۆنیۆ|ژوئن",
            "تەمووز|تەموز|تەمموز|تەممووز|جولای|جوڵای|جولا|یولیۆ|یۆلیۆ",
            "ئاب|ئۆگەست|ئۆگست|ئۆگۆست|ئۆگوست|ئاگۆست|ئاوت",
            "ئەیلوول|ئەیلول|سێپتەمبەر|سیپتەمبەر|سێپتێمبەر|سەپتەمبەر|سێپتمبەر",
            "تشرینی یەکەم|تشرینی یەكەم|ئۆکتۆبەر|ئۆکتۆبر|ئۆکتوبەر|ئوکتۆبەر|ئۆکتەبەر",
            "تشرینی دووەم|تشرینی دوەم|نۆڤەمبەر|نۆڤێمبەر|نۆڤمبەر|نۆڤامبەر|نۆفەمبەر|نۆڤێمبر",
            "کانوونی یەکەم|کانونی یەکەم|دیسەمبەر|دێسەمبەر|دیسێمبەر|دێسێمبەر|دیسمبەر",
        ),
    ),
    (
        Calendar.GREGORIAN,
        "kmr",
        (
            "rêbendan|çile|kanûna paşîn",
            "sibat|reşemî",
            "adar",
            "nîsan|avrêl",
            "gulan",
            "hezîran|pûşper",
            "tîrmeh",
            "tebax|gelawêj",
            "îlon|rezber",
            "cotmeh|çiriya pêşîn|kewçêr",
            "mijdar|çiriya paşîn|sermawez",
            "berfanbar|kanûna pêşîn",
        ),
    ),
    (
        Calendar.GREGORIAN,
        "tr",
        (
            "ocak|oca",
            "şubat|şub",
            "mart",
            "nisan|nis",
            "mayıs",
            "haziran|haz",
            "temmuz|tem",
            "ağustos|ağu",
            "eylül|eyl",
            "ekim|eki",
            "kasım|kas",
            "aralık|ara",
        ),
    ),
    (
        Calendar.GREGORIAN,
        "fr",
        (
            "janvier|janv",
            "février|fév|févr",
            "mars",
            "avril|avr",
            "mai",
            "juin",
            "juillet|juil",
            "août",
            "septembre|sept",
            "octobre|oct",
            "novembre|nov",
            "décembre|déc",
        ),
    ),
    (
        Calendar.GREGORIAN,
        "en",
        (
            "january|jan",
            "february|feb",
            "march|mar",
            "april|apr",
            "may",
            "june|jun",
            "july|jul",
            "august|aug",
            "september|sep|sept",
            "october|oct",
            "november|nov",
            "december|dec",
        ),
    ),
)

_LIBYAN_SYSTEM = 4
_ARABIC_JALALI_SYSTEM = 8

# Everyday words and personal names among the months; a number must stand beside them.
_EVERYDAY = (
    "مارس آب أب ماي جوان أوت اوت مه می مي مۍ مې مهر تیر تير دی دي آذر کب تله وری زمری"
    " حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت گوڵان نیسان"
    " محرم المحرم صفر رجب شعبان رمضان شوال"
    " may march mar jan jun mai mars mart oct dec sep ocak ekim nisan kasım ara kas tem eki oca"
    " recep şaban ramazan ramadan safer çile adar gulan nîsan ئازار"
    " ئەیلوول ئەیلول ئاب مەی مای مارت مارچ وږی لړم eylül"
)
_EVERYDAY_WORDS = frozenset(_EVERYDAY.split())


def month_names() -> tuple[MonthName, ...]:
    """Return every known spelling; a spelling may stand under several systems."""
    names: list[MonthName] = []
    for index, (calendar, languages, months) in enumerate(_SYSTEMS):
        for number, spellings in enumerate(months, start=1):
            names.extend(
                MonthName(
                    spelling=spelling,
                    calendar=calendar,
                    month=number,
                    languages=frozenset(languages.split()),
                    standing=_standing(index, spelling),
                )
                for spelling in spellings.split("|")
            )
    return tuple(names)


def _standing(system: int, spelling: str) -> Standing:
    if system == _LIBYAN_SYSTEM:
        return Standing.WITH_DAY_AND_YEAR
    if system == _ARABIC_JALALI_SYSTEM or spelling in _EVERYDAY_WORDS:
        return Standing.WITH_NUMBER
    return Standing.ALONE
