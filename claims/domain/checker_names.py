"""The names of fact-checkers and the words in which they say what they found, as data.

For ``earlier_verdicts.py``. A newsroom's own scale is in the database (``Rating``); the keys here
are those it starts with. A name or word that is missing is added as a line.
"""

from __future__ import annotations

__all__ = [
    "CHECKED_THINGS",
    "CHECKERS",
    "FINDINGS",
    "FINDING_VERBS",
    "GENERIC_CHECKERS",
    "ORDINARY_WORDS",
    "PICTURE_FINDINGS",
]

# One name a line part, between bars; a longer name stands before a shorter one inside it.
_CHECKERS = (
    "مسبار|فتبينوا|تأكد|أخبار ميتر|اخبار ميتر|صحيح مصر|متصدقش|مهارات|كاشف|تفنيد|صواب"
    "|رويترز تدقيق|تدقيق رويترز|خدمة تدقيق الحقائق في رويترز|فرانس برس تقصي صحة الأخبار"
    "|تقصي صحة الأخبار|تقصي صحة|هيئة مكافحة الإشاعات|مكافحة الإشاعات|فالصو|تثبت|تحقق"
    "|دال ميديا|يوب يوب|مرصد تفنيد|دبنك|فيك نيوز دي زد|سنوبس|بوليتيفاكت|بوليتي فاكت|فول فاكت"
    "|AFP Fact Check|AFP Factuel|AFP Factual|Reuters Fact Check|AP Fact Check"
    "|USA Today Fact Check"
    "|BBC Verify|Snopes|PolitiFact|FactCheck.org|Full Fact|Africa Check|Lead Stories"
    "|Science Feedback"
    "|Climate Feedback|Health Feedback|Washington Post Fact Checker|Les Décodeurs"
    "|Les Decodeurs"
    "|CheckNews|Les Vérificateurs|Vrai ou Faux|Fake Off|Les Surligneurs|Les Observateurs"
    "|Misbar|Fatabyyano|Akhbarmeter|Saheeh Masr|Matsda2sh|Maharat|Kashif|Tafnied|BN Check"
    "|Tunifact"
    "|Teyit|Doğruluk Payı|Doğrula|Factnameh|Fact Nameh|Soch|Soch Fact Check|BOOM|Alt News"
    "|Factly|Vishvas News|The Quint|Correctiv|Mimikama|Maldita|Newtral|Pagella Politica"
    "|StopFake"
    "|Provereno|Chequeado|Aos Fatos|Logically Facts|Bellingcat"
    "|فکت‌نامه|فکت نامه|راستی‌آزمایی|تیئیت|سوچ فیکٹ چیک|سوچ|اے ایف پی فیکٹ چیک|افغان فکت"
)
CHECKERS = tuple(_CHECKERS.split("|"))

# Names that are words as well: read as a checker only in quotation marks, or after a word such
# as "the platform". "تأكد" is also "it was confirmed", "مهارات" is also "skills".
_ORDINARY_WORDS = (
    "تأكد|كاشف|مهارات|صواب|تثبت|تحقق|تفنيد|فالصو|تقصي صحة|مكافحة الإشاعات|دبنك|سوچ|راستی‌آزمایی"
    "|Soch|BOOM|The Quint|Factly|Doğrula|Vrai ou Faux|Maharat|Kashif"
)
ORDINARY_WORDS = frozenset(_ORDINARY_WORDS.split("|"))

# What a checker is called when its name follows, stands before it, or is not given.
_GENERIC_CHECKERS = (
    "موقع مكافحة الشائعات والأخبار الكاذبة|موقع مكافحة الشائعات|موقع مكافحة الأخبار الكاذبة"
    "|موقع التحقق من الأخبار|موقع التحقق من المعلومات|موقع تدقيق الحقائق|موقع تقصي الحقائق"
    "|موقع تدقيق المعلومات|موقع التدقيق|موقع كشف الأخبار الزائفة|موقع متخصص في التحقق"
    "|منصة مكافحة الشائعات|منصة التحقق من الأخبار|منصة التحقق من المعلومات|منصة التحقق"
    "|منصة تدقيق الحقائق|منصة تدقيق المعلومات|منصة تدقيق|منصة تقصي الحقائق|منصة كشف التضليل"
    "|فريق تقصي الحقائق|فريق تدقيق المعلومات|فريق تدقيق الحقائق|فريق التحقق|وحدة التحقق"
    "|وحدة تدقيق المعلومات|وحدة تقصي الحقائق|خدمة تقصي صحة الأخبار|خدمة تدقيق الحقائق"
    "|مدققو الحقائق|مدققو المعلومات|مدققي الحقائق|صحفيو التحقق"
    "|fact-checking website|fact-checking site|fact-checking organisation"
    "|fact-checking organization|fact-checking group|fact-checking outlet"
    "|fact-checking platform"
    "|fact-checking service|fact-checking team|fact-check website|fact-check team"
    "|fact checking website|fact checking site|fact checkers|fact-checkers|fact checker"
    "|fact-checker|independent fact-checkers"
    "|site de vérification des faits|site de vérification|site de fact-checking"
    "|service de vérification|cellule de vérification|plateforme de vérification"
    "|rubrique de vérification|vérificateurs de faits|média de vérification"
    "|وب‌سایت راستی‌آزمایی|سایت راستی‌آزمایی|وبسایت راستی آزمایی|گروه راستی‌آزمایی"
    "|تیم راستی‌آزمایی|نهاد راستی‌آزمایی|پایگاه راستی‌آزمایی"
    "|doğrulama platformu|doğrulama sitesi|teyit platformu|doğruluk kontrolü sitesi"
    "|فیکٹ چیک کرنے والی ویب سائٹ|فیکٹ چیکنگ ویب سائٹ|فیکٹ چیکرز"
)
GENERIC_CHECKERS = tuple(_GENERIC_CHECKERS.split("|"))

# Words of a finding, by the rating of ours that says the same; "" where no rating clearly does.
# Earlier lines win where two match at the same place, so that "not true" is not read as "true".
FINDINGS: tuple[tuple[str, str], ...] = (
    (
        "false",
        (
            "غير صحيح|ليس صحيح|لا صحة|لا أساس له|عار عن الصحة|عار من الصحة|زائف|كاذب|خاطئ|باطل"
            "|not true|untrue|not correct|incorrect|pants on fire|false|baseless|unfounded|a hoax"
            "|hoax"
            "|debunked|debunks|faux|fausse|fausses|infondé|infondée|intox|mensonger|mensongère"
            "|نادرست|دروغ|بی‌اساس|شاخ‌دار|غیر واقعی|صحت ندارد|حقیقت ندارد"
            "|yanlış|asılsız|gerçek dışı|غلط|جھوٹ|جھوٹا|جھوٹی|بے بنیاد"
        ),
    ),
    (
        "misleading",
        (
            "مضلل|خارج السياق|خارج سياق|خارج عن سياق|قديم|misleading|out of context|mislead"
            "|miscaptioned"
            "|trompeur|trompeuse|trompeurs|trompeuses|hors contexte|sorti de son contexte"
            "|sortie de son contexte|sorties de leur contexte|گمراه‌کننده|گمراه کننده|خارج از متن"
            "|قدیمی"
            "|yanıltıcı|hatalı ilişkilendirme|bağlamından kopuk|گمراہ کن|سیاق و سباق سے ہٹ کر|پرانی"
            "|پرانا"
        ),
    ),
    (
        "altered",
        (
            "محرف|معدل|معدلة رقميا|مركب|تم التلاعب|متلاعب|altered|doctored|digitally altered"
            "|manipulated"
            "|photoshopped|deepfake|truqué|truquée|retouché|retouchée|manipulée|un montage"
            "|دستکاری شده|فتوشاپ|montaj|üzerinde oynanmış|ایڈٹ شدہ"
        ),
    ),
    (
        "missing_context",
        (
            "ينقصه السياق|مجتزأ|مجتزء|missing context|lacks context|lacking context|needs context"
            "|manque de contexte|bağlam eksik"
        ),
    ),
    (
        "satire",
        "ساخر|satire|satirical|parody|satirique|parodique|طنز|hiciv|طنزیہ",
    ),
    (
        "unproven",
        (
            "غير مثبت|لا دليل|لا يوجد دليل|no evidence|unproven|unsubstantiated|aucune preuve"
            "|non prouvé|بدون مدرک|اثبات نشده|kanıtlanmamış|kanıt yok|غیر مصدقہ"
        ),
    ),
    (
        "mostly_true",
        (
            "صحيح في معظمه|صحيح غالبا|mostly true|largely accurate|largely true|plutôt vrai"
            "|büyük ölçüde doğru"
        ),
    ),
    (
        "",
        (
            "صحيح جزئيا|نصف صحيح|غير دقيق|half true|half-true|partly false|partly true|mostly false"
            "|mixture|inaccurate|imprécis|imprécise|plutôt faux|partiellement faux|à moitié vrai"
            "|نیمه‌درست|نیمه درست|kısmen doğru|karma|جزوی طور پر"
        ),
    ),
    (
        "true",
        (
            "صحيح|حقيقي|true|correct|accurate|authentic|vrai|vraie|vrais|exact|authentique"
            "|درست است|درست بود|doğru|درست"
        ),
    ),
)

# Made up: of a picture it means altered, of a story false.
PICTURE_FINDINGS = (
    "مفبرك|ملفق|مزيف|مختلق|fake|fabricated|made up|made-up|forged|fabriqué|fabriquée|inventé"
    "|جعلی|ساختگی|uydurma|sahte|kurgu|جعلی"
)

# What a checker checks; without one of these, or a verb below, a finding word means nothing.
CHECKED_THINGS = (
    "ادعاء|الادعاءات|ادعاءات|خبر|أخبار|صورة|صور|فيديو|مقطع|منشور|منشورات|مزاعم|زعم|شائعة|إشاعة"
    "|معلومة|معلومات|تصريح|رواية|claim|claims|claimed|story|stories|post|posts|photo|photos"
    "|picture"
    "|pictures|image|images|video|videos|rumour|rumor|rumours|rumors|statement|report|reports"
    "|clip"
    "|quote|footage|affirmation|affirmations|allégation|allégations|information|informations"
    "|rumeur"
    "|vidéo|vidéos|cliché|publication|publications|ادعا|ادعای|ادعاها|خبر|عکس|ویدیو|ویدئو|تصویر"
    "|شایعه"
    "|گفته|iddia|iddiası|iddianın|iddiasının|haber|fotoğraf|görüntü|paylaşım|دعویٰ|دعوی|تصویر"
    "|ویڈیو|پوسٹ"
)
FINDING_VERBS = (
    "وجد|وجدت|خلص|خلصت|توصل|توصلت|صنف|صنفت|تبين|بين|بينت|أكد|أكدت|أثبت|أثبتت|كشف|كشفت|فند|فندت"
    "|أوضح|أوضحت|ذكر|ذكرت|نفى|نفت|حكم|وصف|وصفت|found|finds|rated|rates|rating|concluded|concludes"
    "|ruled|labelled|labeled|deemed|judged|debunked|determined|said|says|verified|established"
    "|called"
    "|according|flagged|a jugé|juge|a conclu|conclut|a établi|a démontré|démontre|qualifie"
    "|a qualifié"
    "|selon|d'après|estime|a vérifié|ont jugé|ont conclu|ont établi|ont démontré|ont qualifié"
    "|ارزیابی|دانست|دانسته|اعلام|نوشت|نوشته|تشخیص|نتیجه|خواند|tespit|belirledi|değerlendirdi"
    "|ortaya koydu|buldu|açıkladı|قرار دیا|پایا|بتایا|بحسب|وفق|وفقا"
)
