"""The words around a name: titles, offices, kinds of body, origins and countries.

For ``names.py``, which needs to know that in "وزير الخارجية الروسي سيرغي لافروف" only the last two
words are the man. Lists of our own, in the spelling of ``folding.fold`` and without the Arabic
article; countries come from Unicode CLDR through Babel. Not a gazetteer and not for showing.
"""

from __future__ import annotations

from functools import cache

from babel import Locale

from multilingual.folding import fold

__all__ = [
    "ABBREVIATED_COURTESY",
    "COURTESY",
    "FIELDS",
    "FILLERS",
    "GIVEN_NAMES",
    "HEAD_OF_NAME",
    "INSTITUTIONS",
    "LINKS",
    "ORIGINS",
    "RANKS",
    "ROLES",
    "bare",
    "is_place",
]


def bare(token: str) -> str:
    """Fold one word further than ``fold``: no Arabic article, no final hamza, no doubled vowel."""
    for doubled, single in (("اا", "ا"), ("يي", "ي"), ("وو", "و")):
        token = token.replace(doubled, single)
    if len(token) > 3 and token.endswith("ء"):
        token = token[:-1]
    has_article = len(token) > 4 and token.startswith("ال") and token not in ("الله",)
    return token[2:] if has_article else token


def _words(*lists: str) -> frozenset[str]:
    return frozenset(bare(fold(word)) for words in lists for word in words.split())


# Said before a person's name and no part of it.
COURTESY = _words(
    "السيد السيدة سيد سيدة الدكتور الدكتورة دكتور الأستاذ الأستاذة استاذ المهندس المهندسة الشيخ",
    "شيخ الحاج الملا ملا المولوي مولوي الإمام القاضي الجنرال جنرال اللواء العميد العقيد المقدم",
    "الرائد النقيب الفريق المشير المدعو الأب الأخ الشهيد الراحل حجة آية آقای آقا خانم سردار",
    "سرتیپ سرلشکر دریابان تیمسار مهندس جناب mr mrs ms miss sir dr prof professor mme mlle",
    "monsieur madame mademoiselle gen general général col colonel maj major lt lieutenant capt",
    "captain capitaine sen rep gov sheikh cheikh mullah ayatollah sayın bay bayan",
)
# One letter and a stop: a courtesy at the head of a name only ("د. محمد", "M. Macron").
ABBREVIATED_COURTESY = _words("د أ م ا دد m")

ROLES = _words(
    "رئيس رئيسة وزير وزيرة متحدث متحدثة ناطق ناطقة قائد قائدة مسؤول مسؤولة مسؤولون مسؤولين مدير",
    "مديرة سفير سفيرة نائب نائبة أمين أمينة مبعوث مبعوثة مندوب مندوبة زعيم زعيمة مرشد ملك ملكة",
    "ولي محافظ عمدة مستشار مستشارة مساعد مساعدة وكيل وكيلة قيادي قيادية عضو عضوة ممثل ممثلة",
    "منسق منسقة مفوض مفوضة مراسل مراسلة باحث باحثة محلل محللة خبير خبيرة كاتب كاتبة مؤسس ضابط",
    "قنصل حاكم دبلوماسي دبلوماسية مصدر مصادر سخنگو سخنگوی رئیس‌جمهور رئیس‌جمهوری فرمانده",
    "نماینده معاون دبیر دبیرکل مدیرکل رهبر استاندار president président présidente minister",
    "ministre premier chancellor chancelier secretary secrétaire spokesman spokeswoman",
    "spokesperson spokespeople porte-parole commander commandant commandante chief chef leader",
    "dirigeant dirigeante head director directeur directrice ambassador ambassadeur",
    "ambassadrice governor gouverneur mayor maire king roi queen reine prince princess senator",
    "sénateur sénatrice congressman congresswoman lawmaker député députée official officials",
    "responsable envoy envoyé representative représentant représentante chairman chairwoman",
    "chair adviser advisor conseiller conseillère deputy adjoint editor analyst analyste expert",
    "author porte parole bakanı bakan sözcüsü sözcü cumhurbaşkanı başbakan başkanı başkan genel",
    "sekreteri komutanı büyükelçisi müdürü source sources",
)
INSTITUTIONS = _words(
    "وزارة حركة حزب تنظيم جماعة وكالة قناة صحيفة جريدة مجلة شركة موقع منصة منظمة مؤسسة جبهة",
    "كتائب كتيبة لواء فيلق جيش قوات شرطة مجلس هيئة مكتب لجنة دائرة إدارة مديرية محكمة نيابة",
    "جامعة مستشفى مركز معهد جمعية اتحاد رابطة نقابة بنك مصرف حكومة رئاسة سفارة قصر تيار تحالف",
    "ائتلاف شبكة إذاعة مكتبة سلطة سلطات بعثة برلمان ديوان قيادة أركان وزارت خبرگزاری روزنامه",
    "سازمان گروه ارتش سپاه نیروی شورای مرکز دفتر دولت شرکت پلیس ministry ministère department",
    "département agency agence movement mouvement party parti group groupe newspaper journal",
    "channel chaîne company compagnie société organization organisation foundation fondation",
    "front army armée forces police council conseil committee comité commission office bureau",
    "court tribunal cour university université hospital hôpital institute institut center",
    "centre association union bank banque government gouvernement embassy ambassade network",
    "parliament parlement senate sénat assembly assemblée administration authority autorité",
    "service daily news bakanlığı ajansı partisi örgütü gazetesi hükümeti ordusu",
)
# What a ministry or an office is about; an Arabic one alone stands for its ministry.
FIELDS = _words(
    "خارجية داخلية دفاع مالية صحة عدل إعلام تربية تعليم اقتصاد طاقة نفط بيئة زراعة خارجه امور",
    "جمهور جمهوری کشور اطلاعات دادگستری اسلامی foreign affairs interior defense defence state",
    "justice health finance treasury islamic republic affaires étrangères intérieur défense",
    "santé justice économie finances dışişleri içişleri savunma united nations states homeland",
    "security national",
)
RANKS = _words(
    "عام عامة سابق سابقة أسبق أعلى أول أولى تنفيذي تنفيذية حالي حالية جديد جديدة رسمي رسمية",
    "دائم دائمة خاص خاصة مؤقت كبير كبار سامي رفيع بارز محلي محلية حكومي حكومية أمني أمنية عسكري",
    "عسكرية سياسي سياسية إسلامي إسلامية وطني وطنية دولي دولية اتحادي فيدرالي إعلامي إعلامية",
    "former senior vice acting late ancien ancienne vice-président haut haute eski",
)
LINKS = _words("باسم في من لدى على إلى ب ل عن در of for to at in de du des d l en von")
# Words that hold a name together and tell nothing.
FILLERS = _words(
    "the le la les l an a this that ce cette هذا هذه ذلك تلك این آن للأنباء الإخبارية الإخباري"
)

# Adjectives of origin, masculine; ``names.py`` also accepts them with the feminine ending.
ORIGINS = _words(
    "أميركي أمريكي روسي إيراني عراقي سوري لبناني فلسطيني إسرائيلي سعودي إماراتي قطري كويتي",
    "بحريني عماني يمني أردني مصري سوداني ليبي تونسي جزائري مغربي موريتاني صومالي تركي فرنسي",
    "بريطاني ألماني إيطالي إسباني صيني هندي باكستاني أفغاني أوكراني أوروبي عربي كردي كندي",
    "أسترالي ياباني كوري برازيلي هولندي بلجيكي سويدي نرويجي دنماركي يوناني بولندي أرميني",
    "أذربيجاني جورجي إثيوبي نيجيري غربي أممي آمریکایی روسیه‌ای عراقی سوری افغان افغانستانی",
    "ترکیه‌ای فرانسوی انگلیسی آلمانی چینی هندی american russian iranian iraqi syrian lebanese",
    "palestinian israeli saudi emirati qatari kuwaiti bahraini omani yemeni jordanian egyptian",
    "sudanese libyan tunisian algerian moroccan turkish french british german italian spanish",
    "chinese indian pakistani afghan ukrainian european arab kurdish canadian australian",
    "japanese korean us u.s uk américain américaine russe iranien iranienne irakien irakienne",
    "syrien syrienne libanais libanaise palestinien palestinienne israélien israélienne",
    "saoudien saoudienne émirati qatari yéménite jordanien égyptien égyptienne soudanais libyen",
    "tunisien tunisienne algérien algérienne marocain marocaine turc turque français française",
    "britannique allemand allemande italien italienne espagnol chinois chinoise indien",
    "pakistanais afghan afghane ukrainien ukrainienne européen abd rus iran türk suriye irak",
)
# Countries as news shortens them, and capitals that stand for governments.
_MORE_PLACES = _words(
    "أميركا أمريكا واشنطن موسكو طهران بغداد دمشق بيروت القدس أنقرة باريس لندن بكين كييف كابل",
    "كابول الرياض الدوحة القاهرة آمریکا امریکا روسیه تهران مسکو کابل انگلیس ترکیه washington",
    "moscow moscou tehran téhéran baghdad bagdad damascus damas beirut beyrouth ankara paris",
    "london londres beijing pékin kyiv kiev kabul kaboul riyadh doha cairo america amérique",
)

# Common given names that differ in a letter or a long vowel: two names, never two spellings.
GIVEN_NAMES = _words(
    "حسن حسين محسن حسان حسني حسنين سعد سعيد مسعود أسعد سعود كريم كرم أكرم كمال كامل عمر عمرو",
    "عامر عمار معمر علي عالي علاء عادل عدلي سالم سليم سلمان سليمان سلام سلامة أحمد حمد حامد",
    "حميد حماد محمد محمود حمدان حمدي جمال جميل جمعة خالد خليل خلدون راشد رشيد رشاد مرشد ماجد",
    "مجيد مجدي أمجد ناصر نصر نصير نصار منصور منتصر صالح صلاح مصلح فارس فراس فاروق فريد فؤاد",
    "قاسم قيس هاشم هشام وليد والد يوسف يونس ياسر يسري ياسين طارق طاهر ظاهر زيد زياد زايد زكي",
    "بشار بشير بسام باسم باسل أمين أمير أيمن يمنى جابر جبر جبار صادق صديق صدام عزيز عزت عز غالب",
    "غانم رائد رعد مالك ملك",
)

# Movements that texts call by a bare name, with the noun that returns to them ("الحركة").
HEAD_OF_NAME = {
    bare(fold(name)): bare(fold(head))
    for name, head in (
        ("طالبان", "حركة"),
        ("حماس", "حركة"),
        ("داعش", "تنظيم"),
        ("القاعدة", "تنظيم"),
        ("حزب الله", "حزب"),
        ("taliban", "movement"),
        ("hamas", "movement"),
    )
}


@cache
def _places() -> frozenset[str]:
    names = {
        fold(name)
        for language in ("ar", "fa", "ur", "ps", "ckb", "tr", "fr", "en")
        for name in Locale(language).territories.values()
    }
    return frozenset(" ".join(bare(word) for word in name.split()) for name in names) | _MORE_PLACES


def is_place(tokens: tuple[str, ...]) -> bool:
    """Tell whether bare tokens name a country, a large region or a capital for a government."""
    return " ".join(tokens) in _places()
