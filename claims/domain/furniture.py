"""Lines of a page that are not the article: menus, share buttons, comment forms, newsletters.

Rules per line and per language, as data; general words of websites, never of one article. What is
removed is kept beside the body, so that an editor can see it. Not for finding the body in HTML
(``claims.adapters.article``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from multilingual.folding import fold

__all__ = ["LineKind", "is_caption", "kind_of_line"]


class LineKind(Enum):
    """What a line is to an article."""

    TEXT = auto()
    CAPTION = auto()
    # Goes by itself.
    FURNITURE = auto()
    # Announces a link: when nothing follows on the line, the next short line is the link.
    LINK_CUE = auto()
    # Opens what stands below an article; short lines after it are furniture as well.
    TAIL = auto()


# A line that is nothing but one of these, whatever its punctuation and case.
_WHOLE_LINES = """
skip to main content|skip to content|skip to navigation|menu|search|logo|home|tt|print|share|tweet
|advertisement|advert|ad|sponsored|read more|load more|show more|back to top|dark mode|light mode
|sign in|log in|login|register|subscribe|subscribe now|follow us|comments|no comments|add a comment
|copy link|link copied|listen|listen to this article|email|facebook|twitter|whatsapp|telegram|x
|instagram|youtube|linkedin|breaking news|latest news|live|pinterest|messenger|viber|tiktok|threads
|الرئيسية|القائمة|بحث|ابحث|تسجيل الدخول|تسجيل|دخول|اشترك|اشترك الآن|تابعنا|تابعونا|من نحن|اتصل بنا
|الوضع المظلم|الوضع الليلي|الوضع النهاري|الوضع الفاتح|إعلان|إعلانات|مساحة إعلانية|طباعة|حفظ|إرسال
|شارك|شارك القصة|شارك الخبر|شارك المقال|شارك الموضوع|شاركها|شارك هذا المقال|شارك هذا الخبر|مشاركة
|مشاركة عبر|شارك عبر|شارك على|انشر|أرسل|نسخ الرابط|تم نسخ الرابط|رابط مختصر|الرابط المختصر
|انسخ الرابط|فيسبوك|تويتر|واتساب|واتس اب|تيليجرام|تلغرام|تيلغرام|إنستغرام|انستجرام|يوتيوب|لينكد إن
|تكبير الخط|تصغير الخط|حجم الخط|استمع|استمع إلى المقال|استمع للمقال|التعليقات|تعليقات
|لا توجد تعليقات
|لا يوجد تعليقات|أضف تعليقا|أضف تعليق|أضف تعليقك|كلمات مفتاحية|كلمات دلالية|الوسوم|وسوم|بث مباشر
|البث المباشر|آخر الأخبار|أخبار عاجلة|عاجل|الأخبار|أخبار|المزيد|اقرأ المزيد|عرض المزيد|تحميل المزيد
|شاهد المزيد|العودة إلى الأعلى|تخطى إلى المحتوى|انتقل إلى المحتوى|تخطي إلى المحتوى
|تخطي إلى المحتوى الرئيسي|انتقل إلى المحتوى الرئيسي|أعجبني|رد|إلغاء الرد|نشر التعليق|إرسال التعليق
|خانه|منو|جستجو|ورود|عضویت|اشتراک گذاری|به اشتراک بگذارید|چاپ|کپی لینک|لینک کوتاه|نظرات|ارسال نظر
|آخرین اخبار|بیشتر|تبلیغات|اخبار مرتبط
|accueil|rechercher|partager|imprimer|connexion|se connecter|s'abonner|publicité|commentaires
|aller au contenu|aller au contenu principal|lire plus|voir plus|dernières nouvelles|copier le lien
|anasayfa|ana sayfa|ara|paylaş|yazdır|giriş|giriş yap|üye ol|abone ol|reklam|yorumlar|yorum yap
|içeriğe geç|son dakika|son haberler|daha fazla
|ہوم|تلاش|شیئر کریں|تبصرے|تازہ ترین|اشتہار|بەشی سەرەکی|گەڕان|هاوبەشی بکە|کور پاڼه|لټون
"""

# A line that begins so, if it is short: the cue of a link to another article.
_LINK_CUES = """
read also|read more|see also|also read|related|watch also|don't miss|اقرأ أيضا|إقرأ أيضا|اقرأ ايضا
|اقرا ايضا|اقرؤوا أيضا|اقرأي أيضا|اقرأ أيضاً|شاهد أيضا|شاهد ايضا|طالع أيضا|تابع أيضا|اقرأ كذلك
|للمزيد|لقراءة المزيد|قد يهمك أيضا|قد يهمك|قد يعجبك|قد يعجبك أيضا|انظر أيضا|بیشتر بخوانید
|بخوانید|همچنین بخوانید|بیشتر بخوانید|lire aussi|à lire aussi|voir aussi|lire également
|ayrıca oku|ayrıca bakınız|bunu da oku|مزید پڑھیں|یہ بھی پڑھیں|نور ولولئ|هەروەها بخوێنەوە
"""

# A line that begins so, if it is short: what stands below the article begins here.
_TAILS = """
leave a reply|leave a comment|post a comment|your email address will not be published
|related articles|related news|related posts|more news|more from|most read|most popular|newsletter
|subscribe to our|sign up for|you may also like|recommended|trending|all rights reserved|copyright
|we use cookies|this site uses cookies|required fields are marked|save my name
|اترك تعليق|اترك تعليقا|اترك ردا|أترك تعليقا|ضع تعليقا|لن يتم نشر عنوان بريدك|لن يتم نشر بريدك
|الحقول الإلزامية|الحقول المطلوبة|احفظ اسمي|مزيد من الأخبار|المزيد من الأخبار|مزيد من|أخبار ذات صلة
|اخبار ذات صلة|مواضيع ذات صلة|مقالات ذات صلة|موضوعات ذات صلة|مواد ذات صلة|ذات صلة|الأكثر قراءة
|الأكثر مشاهدة|الأكثر تداولا|النشرة الإخبارية|النشرة البريدية|القائمة البريدية|اشترك في قائمتنا
|اشترك في النشرة|اشترك في نشرتنا|اشتركوا في|انضم إلى قائمتنا|سجل في النشرة|اختيارات المحرر
|جميع الحقوق محفوظة|كل الحقوق محفوظة|حقوق النشر|نستخدم ملفات تعريف الارتباط|يستخدم هذا الموقع
|تابعوا آخر الأخبار|تابعنا على|تابعونا على|حمل التطبيق|حملوا تطبيق
|دیدگاه خود را|نظر شما|نشانی ایمیل شما منتشر نخواهد شد|مطالب مرتبط|پربازدیدترین|خبرنامه
|تمامی حقوق|laisser un commentaire|votre adresse e-mail ne sera pas publiée|articles liés
|sur le même sujet|les plus lus|tous droits réservés|inscrivez-vous à|abonnez-vous à
|bir yanıt yazın|e-posta hesabınız yayımlanmayacak|ilgili haberler|en çok okunanlar|bültenimize
|tüm hakları saklıdır|متعلقہ خبریں|آپ کا ای میل ایڈریس شائع نہیں کیا جائے گا
"""

_CAPTION_STARTS = """
photo|file photo|image|caption|credit|photo credit|صورة|صور|الصورة|صورة أرشيفية|أرشيفية|تصوير
|عکس|تصویر|photographie|crédit photo|fotoğraf|تصویر کا کیپشن|وێنە|انځور
"""

# Agencies and archives that stand in brackets at the end of a caption.
_CAPTION_CREDITS = """
ap|a.p.|afp|a.f.p.|reuters|getty|getty images|epa|dpa|upi|shutterstock|xinhua|anadolu|aa|file
|archive|archives|أ ف ب|أ.ف.ب|أ.ف.ب.|ا ف ب|أ ب|أ.ب|أ.ب.|إ.ب.أ|إ ب أ|إ.ب.أ.|د.ب.أ|د ب أ|رويترز
|فرانس برس|غيتي|جيتي|غيتي إيمجز|الأناضول|شينخوا|أرشيفية|أرشيف|الأرشيف|وكالات|مواقع التواصل|إنترنت
|سانا|واس|وام|بترا|تسنيم|إرنا|ایسنا|ایرنا|تسنیم|رویترز
"""

_MOST_WORDS_OF_LINK = 25
_MOST_WORDS_OF_TAIL = 25
_MOST_WORDS_OF_CAPTION = 30
_SENTENCE_ENDS = (".", "!", "?", "؟", "…", "۔", "।")

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SPACES = re.compile(r"\s+")
_CREDIT = re.compile(r"[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]\s*$")
_ARCHIVE_TAIL = re.compile(
    r"[/\-–—|_]\s*(?:صور[ةه]\s+)?(أرشيفي[ةه]|أرشيف|الأرشيف|archives?|file)\s*$", re.I
)
# The sum a comment form asks for: "19 + أربعة =", "three × 4 =".
_CAPTCHA = re.compile(r"^[^=]{1,30}[+×x*−-][^=]{0,30}=\s*\W*$", re.I)
_COUNTER = re.compile(
    r"^[\d\s,.٬]+(?:k|m|views?|shares?|comments?|likes?|min(?:ute)?s? read|مشاهد\w*|تعليق\w*"
    r"|مشارك\w*"
    r"|قراء\w*|إعجاب\w*|بازدید|نظر|vues?|partages?|commentaires?|yorum|görüntülenme)?$",
    re.I,
)
_TRAIL = re.compile(r"\s*[>»›/|\\]\s*")


@dataclass(frozen=True, slots=True)
class _Rules:
    whole: frozenset[str]
    link_cues: tuple[str, ...]
    tails: tuple[str, ...]
    caption_starts: frozenset[str]
    credits: frozenset[str]
    homes: frozenset[str]


@cache
def _rules() -> _Rules:
    return _Rules(
        whole=frozenset(_listed(_WHOLE_LINES)),
        link_cues=tuple(sorted(_listed(_LINK_CUES), key=len, reverse=True)),
        tails=tuple(sorted(_listed(_TAILS), key=len, reverse=True)),
        caption_starts=frozenset(_listed(_CAPTION_STARTS)),
        credits=frozenset(
            entry.replace(".", "").replace(" ", "") for entry in _listed(_CAPTION_CREDITS)
        ),
        homes=frozenset(_listed("home|الرئيسية|accueil|خانه|صفحه اصلی|anasayfa|ana sayfa|ہوم")),
    )


def kind_of_line(line: str) -> LineKind:
    """Tell what a line is to an article, by its own words alone."""
    bare = _bare(line)
    words = len(bare.split())
    rules = _rules()
    if not line.strip():
        return LineKind.TEXT
    if not bare or bare in rules.whole or _COUNTER.match(bare) or _CAPTCHA.match(line.strip()):
        # A line of marks only ("***", "---") says nothing either.
        return LineKind.FURNITURE
    if (
        _begins(bare, rules.tails)
        and words <= _MOST_WORDS_OF_TAIL
        and not _is_statement(line, words)
    ):
        return LineKind.TAIL
    if _is_link_cue(line, bare, words):
        return LineKind.LINK_CUE
    if _is_menu_trail(line):
        return LineKind.FURNITURE
    return LineKind.CAPTION if is_caption(line) else LineKind.TEXT


def is_link_cue_alone(line: str) -> bool:
    """Answer whether a link cue has nothing after it, so that the next line is the link."""
    return _bare(line) in _rules().link_cues


def is_caption(line: str) -> bool:
    """Answer whether a line reads as the caption of a picture.

    It begins with a word for picture and does not end a sentence, or it ends with an agency in
    brackets or with "/ archive".
    """
    bare = _bare(line)
    words = bare.split()
    if not words or len(words) > _MOST_WORDS_OF_CAPTION:
        return False
    stripped = line.strip()
    credit = _CREDIT.search(stripped)
    if credit is not None:
        named = fold(credit.group(1)).replace(".", "").replace(" ", "")
        if named in _rules().credits and len(words) > 1:
            return True
    if _ARCHIVE_TAIL.search(stripped) and len(words) > 1:
        return True
    begins = words[0] in _rules().caption_starts or " ".join(words[:2]) in _rules().caption_starts
    # "صورة" also opens ordinary sentences and headlines; a caption names its source or its place.
    marked = any(mark in stripped for mark in (" - ", " – ", ":", "/", "|", "©"))
    archive = any(word in _rules().credits for word in words[:3])
    return begins and (marked or archive) and not stripped.endswith(_SENTENCE_ENDS)


def _is_link_cue(line: str, bare: str, words: int) -> bool:
    cue = next(
        (cue for cue in _rules().link_cues if bare == cue or bare.startswith(cue + " ")), None
    )
    if cue is None:
        # The colon was folded away with the edge of the cue: compare up to it.
        before = _bare(re.split(r"[:：…|]", line, maxsplit=1)[0])
        cue = before if before in _rules().link_cues else None
        if cue is None:
            return False
    if bare == cue:
        return True
    # Followed by words it must be set off ("اقرأ أيضا: …"); a sentence may well begin with them.
    rest = line.strip().lstrip("\u200f\u200e•*-–—▪◾»«\"' ")
    separator = re.search(r"[:：…|\-–—.]", rest)
    head = _bare(rest[: separator.start()]) if separator else ""
    return words <= _MOST_WORDS_OF_LINK and head == cue


def _is_statement(line: str, words: int) -> bool:
    """Whether a line is a full sentence of some length, and so hardly a heading or a button."""
    return words > 12 and line.strip().endswith((".", "؟", "?", "۔"))


def _is_menu_trail(line: str) -> bool:
    """Whether a line is "Home > Politics > World"."""
    pieces = [_bare(piece) for piece in _TRAIL.split(line.strip())]
    return (
        len(pieces) > 1
        and pieces[0] in _rules().homes
        and all(len(piece.split()) <= 12 for piece in pieces)
    )


def _begins(bare: str, entries: tuple[str, ...]) -> bool:
    return any(bare == entry or bare.startswith(entry + " ") for entry in entries)


def _bare(line: str) -> str:
    """Fold a line and take punctuation off its edges and inside."""
    return _SPACES.sub(" ", _EDGES.sub("", re.sub(r"[:,;!?.،]+(?=\s|$)", " ", fold(line)))).strip()


def _listed(entries: str) -> list[str]:
    return [bare for entry in entries.replace("\n", "").split("|") if (bare := _bare(entry))]
