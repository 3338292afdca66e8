"""What a line of a page is by its own words."""

from __future__ import annotations

import pytest

from claims.domain.furniture import LineKind, kind_of_line

FURNITURE = [
    "Skip to main content",
    "شارك القصة",
    "الوضع المظلم",
    "TT",
    "7 + ثلاثة =",
    "5 + = 12",
    "٣٤ تعليقًا ١٢ مشاركة",
    "مدة القراءة 3 دقائق",
    "3 min read",
    "فيسبوك تويتر واتساب",
    "سياسة | اقتصاد | رياضة | منوعات",
    "الرئيسية > محليات > أخبار",
    "عدد المشاهدات: 1433",
    "اشترك في قائمتنا البريدية للحصول على التحديثات الجديدة!",
    "Nous utilisons des cookies pour améliorer votre expérience",
    "Bizi takip edin",
    "تمامی حقوق برای این سایت محفوظ است",
    "جملہ حقوق محفوظ ہیں",
    "هەموو مافەکان پارێزراون",
    "***",
]
TEXT = [
    "الدولة الإسلامية تعلن مسؤوليتها",
    "مزيد من القتلى في غارة جديدة على المدينة",
    "الصحافة | الحرية",
    "2021",
    "قال الوزير: 3 + 4 = 7 كما يعرف كل طفل في هذه المدينة الكبيرة منذ سنوات",
    "شارك ثلاثون مهندسا في فحص الجسر",
    "Partager le pouvoir à Beyrouth",
    "صورة قديمة لا علاقة لها بالحرب: هذه قصتها",
    "पुराना पुल अब भी खड़ा है",
    "اشتراك المدينة في السباق لم يحسم",
]
CAPTIONS = [
    "عمال على جسر النهر أمس (أ.ف.ب)",
    "مزارعون على ضفة النهر/ أرشيفية",
    "صورة أرشيفية من لقاء الوزيرين في العاصمة - تسنيم",
    "صيادون أمام مدخل الميناء - رويترز",
    "People walk over the old bridge on Tuesday. (AP Photo/John Doe)",
    "Le pont vu de la rive (AFP/J. Dupont)",
    "عکس: خبرگزاری دشت",
    "Photo: Jane Miller",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_the_site_is_furniture(line: str) -> None:
    assert kind_of_line(line) is LineKind.FURNITURE


@pytest.mark.parametrize("line", TEXT)
def test_a_line_of_an_article_is_text(line: str) -> None:
    assert kind_of_line(line) is LineKind.TEXT


@pytest.mark.parametrize("line", CAPTIONS)
def test_the_words_under_a_picture_are_a_caption(line: str) -> None:
    assert kind_of_line(line) is LineKind.CAPTION


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("اقرأ أيضاً: بلدية المدينة تشتري حافلات", LineKind.LINK_CUE),
        ("À lire aussi : la ville achète des autobus", LineKind.LINK_CUE),
        ("مزيد من الأخبار", LineKind.TAIL),
        ("متعلقہ خبریں", LineKind.TAIL),
        ("اترك تعليقاً", LineKind.COMMENTS),
        ("التعليقات (3)", LineKind.COMMENTS),
        ("Laisser un commentaire", LineKind.COMMENTS),
        ("المصادر:", LineKind.SOURCES),
        ("المصدر: رويترز", LineKind.SOURCES),
        ("كلمات مفتاحية: الجسر، المدينة", LineKind.TAG),
        ("#الجسر #المدينة_القديمة", LineKind.TAG),
    ],
)
def test_what_opens_a_block_of_the_site_is_told_apart(line: str, kind: LineKind) -> None:
    assert kind_of_line(line) is kind
