"""The words dates are written with, as data: weekdays, numbers, units and cue words per language.

Sources: weekdays follow Unicode CLDR as in Babel 2.18; the rest is common newspaper usage, written
by hand. Spellings are folded (``folding.fold``) before they are compared, so hamza, harakat,
case and accents need no variants here. Not for month names (``months.py``).
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "AGO_AFTER",
    "AGO_BEFORE",
    "CARDINALS",
    "DAY_WORDS",
    "DECADES",
    "MODIFIERS",
    "ORDINALS",
    "PARTS",
    "SEASONS",
    "UNITS",
    "WEEKDAYS",
    "Modifier",
    "Part",
    "Season",
    "Unit",
]


class Unit(StrEnum):
    """A unit of time that relative expressions count in."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Modifier(StrEnum):
    """Which one is meant: the one before, this one, or the one to come."""

    LAST = "last"
    THIS = "this"
    NEXT = "next"


class Part(StrEnum):
    """A third of a month or of a year: days 1-10, 11-20, 21-end; months 1-4, 5-8, 9-12."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"


class Season(StrEnum):
    """A season of the northern half of the Earth, where these languages are written."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


# 0 is Monday, as in ``date.weekday()``. One line per language: ar fa ps ur ckb kmr tr fr en.
WEEKDAYS: dict[int, str] = {
    0: "الاثنين|الإثنين|اثنين|دوشنبه|دونۍ|دوشنبې|پیر|دووشەممە|duşem|pazartesi|lundi|monday|mon",
    1: "الثلاثاء|ثلاثاء|الثلثاء|سه‌شنبه|سه شنبه|درېنۍ|سه شنبې|منگل|سێشەممە|sêşem|salı|mardi"
    "|tuesday|tue|tues",
    2: "الأربعاء|أربعاء|الاربعا|چهارشنبه|چارشنبه|څلرنۍ|بدھ|چوارشەممە|çarşem|çarşamba|mercredi"
    "|wednesday|wed",
    3: "الخميس|خميس|پنجشنبه|پنج‌شنبه|پنج شنبه|پينځنۍ|جمعرات|پێنجشەممە|pêncşem|perşembe|jeudi"
    "|thursday|thu|thurs",
    4: "الجمعة|جمعة|جمعه|جمعې|جمعہ|هەینی|ھەینی|înî|cuma|vendredi|friday|fri",
    5: "السبت|سبت|شنبه|اونۍ|شنبې|شەممە|şemî|cumartesi|samedi|saturday|sat",
    6: "الأحد|یکشنبه|يكشنبه|یک‌شنبه|یک شنبه|يونۍ|یکشنبې|اتوار|یەکشەممە|yekşem|pazar|dimanche"
    "|sunday|sun",
}

# Arabic ordinals of days, by their first word; "السابع والعشرين" adds the tens that follow.
ORDINALS: dict[int, str] = {
    1: "الأول|الحادي|أول|first|premier|یکم|birinci",
    2: "الثاني|ثاني|second|دوم",
    3: "الثالث|ثالث|third|سوم",
    4: "الرابع|رابع|fourth|چهارم",
    5: "الخامس|خامس|fifth|پنجم",
    6: "السادس|سادس|sixth|ششم",
    7: "السابع|سابع|seventh|هفتم",
    8: "الثامن|ثامن|eighth|هشتم",
    9: "التاسع|تاسع|ninth|نهم",
    10: "العاشر|عاشر|tenth|دهم",
    20: "العشرين|العشرون|عشرين|twentieth|بیستم",
    30: "الثلاثين|الثلاثون|thirtieth|سی‌ام",
}

CARDINALS: dict[int, str] = {
    1: "واحد|واحدة|a|an|one|un|une|bir|یک|ایک|یەک|yek",
    2: "اثنين|اثنان|اثنتين|two|deux|iki|دو|دوه|دوو|du",
    3: "ثلاثة|ثلاث|three|trois|üç|سه|درې|تین|سێ|sê",
    4: "أربعة|أربع|four|quatre|dört|چهار|څلور|چار|چوار|çar",
    5: "خمسة|خمس|five|cinq|beş|پنج|پنځه|پانچ|پێنج|pênc",
    6: "ستة|ست|six|altı|شش|شپږ|چھ|شەش|şeş",
    7: "سبعة|سبع|seven|sept|yedi|هفت|اووه|سات|حەوت|heft",
    8: "ثمانية|ثماني|ثمان|eight|huit|sekiz|هشت|اته|آٹھ|هەشت|heşt",
    9: "تسعة|تسع|nine|neuf|dokuz|نه|نهه|نو|نۆ|neh",
    10: "عشرة|عشر|ten|dix|on|ده|لس|دس|دە|deh",
    11: "أحد عشر|إحدى عشرة|eleven|onze|on bir|یازده",
    12: "اثني عشر|اثنا عشر|twelve|douze|on iki|دوازده",
}

# A dual carries its own count: "عامين" is two years.
UNITS: dict[tuple[Unit, int], str] = {
    (Unit.MINUTE, 1): "دقيقة|دقائق|minute|minutes|dakika|دقیقه|منٹ|دقيقې|خولەک",
    (Unit.MINUTE, 2): "دقيقتين|دقيقتان",
    (Unit.HOUR, 1): "ساعة|ساعات|hour|hours|heure|heures|saat|ساعت|گھنٹے|گھنٹہ|ساعته|کاتژمێر|saet",
    (Unit.HOUR, 2): "ساعتين|ساعتان",
    (Unit.DAY, 1): "يوم|أيام|يوما|اليوم|day|days|jour|jours|gün|روز|دن|ورځ|ورځې|ڕۆژ|رۆژ|roj|rojan",
    (Unit.DAY, 2): "يومين|يومان",
    (Unit.WEEK, 1): "أسبوع|الأسبوع|أسابيع|أسبوعا|week|weeks|semaine|semaines|hafta|هفته|ہفتہ|ہفتے"
    "|اونۍ|هەفتە|هەفتەی|hefte|hefteya|هفتهٔ",
    (Unit.WEEK, 2): "أسبوعين|أسبوعان",
    (Unit.MONTH, 1): "شهر|الشهر|أشهر|شهور|شهرا|month|months|mois|ay|ماه|مہینہ|مہینے|ماہ|میاشت"
    "|میاشتې|مانگ|مانگی|meh|meha",
    (Unit.MONTH, 2): "شهرين|شهران",
    (Unit.YEAR, 1): "عام|العام|أعوام|عاما|سنة|السنة|سنوات|سنين|year|years|an|ans|année|annee"
    "|années|yıl|sene|سال|کال|ساڵ|ساڵی|sal|sala",
    (Unit.YEAR, 2): "عامين|عامان|سنتين|سنتان",
}

MODIFIERS: dict[Modifier, str] = {
    Modifier.LAST: "الماضي|الماضية|الماضيين|المنصرم|المنصرمة|الفائت|الفائتة|last|past|previous"
    "|dernier|dernière|passé|passée|geçen|geçtiğimiz|گذشته|پیش|قبل|تېر|تیر|تېره|پچھلے|گزشتہ"
    "|ڕابردوو|رابردوو|borî|bori",
    Modifier.THIS: "الجاري|الجارية|الحالي|الحالية|هذا|هذه|this|current|ce|cet|cette|bu|جاری|این"
    "|رواں|اس|دې|روان|ئەم|ئەمە|vê|vî",
    Modifier.NEXT: "المقبل|المقبلة|القادم|القادمة|next|coming|prochain|prochaine|gelecek|önümüzdeki"
    "|آینده|بعد|راتلونکی|راتلونکې|اگلے|آئندہ|داهاتوو|bê",
}

# Days from the reference.
DAY_WORDS: dict[int, str] = {
    -2: "أول أمس|أول من أمس|أمس الأول|قبل أمس|پریروز|avant-hier|day before yesterday"
    "|the day before yesterday|evvelsi gün|پرسوں",
    -1: "أمس|البارحة|امبارح|مبارح|دیروز|yesterday|hier|dün|پرون|دوێنێ|duh|duhî",
    0: "اليوم|امروز|today|aujourd'hui|bugün|نن|آج|ئەمڕۆ|ئەمرۆ|îro|tonight|الليلة|امشب",
    1: "غدا|الغد|فردا|tomorrow|demain|yarın|سبا|بەیانی|sibê",
}

AGO_BEFORE = "قبل|منذ|قبل نحو|قبل حوالي|منذ نحو|منذ حوالي|il y a|بەر لە|berî"
AGO_AFTER = "ago|پیش|قبل|önce|مخکې|پہلے|قبل|لەمەوبەر|پێش ئێستا|berê"

PARTS: dict[Part, str] = {
    Part.EARLY: "مطلع|أوائل|بداية|مستهل|بدايات|early|beginning|the beginning|start|début"
    "|اوایل|ابتدای|آغاز|شروع|سەرەتای",
    Part.MIDDLE: "منتصف|أواسط|وسط|mid|middle|the middle|mi|milieu|اواسط|نیمه|وسط|ناوەڕاستی",
    Part.LATE: "أواخر|نهاية|آخر|ختام|late|end|the end|fin|اواخر|پایان|آخر|کۆتایی",
}

SEASONS: dict[Season, str] = {
    Season.SPRING: "ربيع|الربيع|spring|printemps|ilkbahar|bahar|بهار|پسرلی|بەهار",
    Season.SUMMER: "صيف|الصيف|summer|été|yaz|yazı|تابستان|اوړی|هاوین",
    Season.AUTUMN: "خريف|الخريف|autumn|fall|automne|sonbahar|پاییز|خزان|منی|پاییز",
    Season.WINTER: "شتاء|الشتاء|winter|hiver|kış|زمستان|ژمی|زستان",
}

DECADES: dict[int, str] = {
    20: "عشرينيات|عشرينات|العشرينيات|العشرينات",
    30: "ثلاثينيات|ثلاثينات|الثلاثينيات|الثلاثينات",
    40: "أربعينيات|أربعينات|الأربعينيات|الأربعينات",
    50: "خمسينيات|خمسينات|الخمسينيات|الخمسينات",
    60: "ستينيات|ستينات|الستينيات|الستينات",
    70: "سبعينيات|سبعينات|السبعينيات|السبعينات",
    80: "ثمانينيات|ثمانينات|الثمانينيات|الثمانينات",
    90: "تسعينيات|تسعينات|التسعينيات|التسعينات",
}
