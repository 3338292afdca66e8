"""Nothing of a page is lost: every line has a role, a reason and its place in the body."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.pages import LineRole, PageFacts, SourceLine, compose, read_pasted_text

PAGES = Path(__file__).parents[2] / "files" / "pages"
KEPT = {LineRole.BODY, LineRole.POST}
BLANKS = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069 \t\u00a0"

PIECES = st.sampled_from(
    [
        "قال رئيس البلدية إن الجسر القديم لم ينهر، وإن الصورة التي انتشرت تعود إلى بلد آخر بعيد.",
        "Le maire a déclaré que le pont n'était pas tombé et que la photo montrait un autre été.",
        "नगर के महापौर ने कहा कि पुराना पुल नहीं गिरा है और चित्र किसी दूसरे देश का है।",
        "الجسر القديم لا يزال قائما في مكانه",
        "23 يونيو 2024",
        "اقرأ أيضا",
        "اترك تعليقا",
        "مزيد من الأخبار",
        "المصادر:",
        "TT",
        "• بند",
        "***",
        "عمال على الجسر (رويترز)",
        "",
        " \t",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("\n".join), st.text(max_size=200))


def given_lines(text: str) -> list[str]:
    lines = re.split(r"\r\n|[\n\r\u2028\u2029\x0b\x0c]", text)
    return [stripped for line in lines if (stripped := line.strip(BLANKS))]


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_the_lines_of_the_whole_are_the_lines_that_were_given(text: str) -> None:
    assert [line.text for line in read_pasted_text(text).whole.lines] == given_lines(text)


@given(TEXTS, st.lists(st.integers(-3, 60), max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_parts_together_hold_every_line_once(text: str, cuts: list[int]) -> None:
    readings = read_pasted_text(text, cuts=cuts)

    numbers = [line.number for item in readings.items for line in item.lines]
    assert numbers == [line.number for line in readings.whole.lines]
    assert len(readings.items) == len(readings.cuts) + 1


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_line_stands_in_the_body_where_it_says(text: str) -> None:
    reading = read_pasted_text(text).whole

    for line in reading.lines:
        assert (line.body_start is not None) <= (line.role in KEPT)
        if line.body_start is not None:
            words = re.findall(r"\w+", line.text)
            assert re.findall(r"\w+", reading.body[line.body_start :])[: len(words)] == words


# All but the copied post, which has no title to put above it.
PAGES_WITH_TITLE = sorted(path.name for path in PAGES.glob("*.txt") if path.name != "facebook.txt")


@pytest.mark.parametrize("name", PAGES_WITH_TITLE)
def test_reading_the_read_body_again_changes_nothing_in_it(name: str) -> None:
    reading = read_pasted_text((PAGES / name).read_text(encoding="utf-8"), cuts=()).whole

    again = read_pasted_text(f"{reading.title}\n\n{reading.body}", cuts=()).whole

    assert again.body.split() == reading.body.split()


class TestAnEditorsWord:
    TEXT = "\n".join(
        [
            "الجسر القديم لا يزال قائما",
            "",
            "قال رئيس البلدية إن الجسر لم ينهر وإن الصورة المنتشرة تعود إلى جسر آخر في بلد بعيد.",
            "شارك القصة",
            "تابعوا برنامجنا كل مساء",
        ]
    )

    def test_a_dropped_line_can_be_kept_by_its_number(self) -> None:
        reading = read_pasted_text(self.TEXT, keep_lines=frozenset({3})).whole

        assert "شارك القصة" in reading.body
        assert reading.lines[2].reason == "editor_kept"

    def test_a_line_can_be_dropped_by_its_words(self) -> None:
        words = "تابعوا برنامجنا كل مساء"

        reading = read_pasted_text(self.TEXT, drop_lines=frozenset({words})).whole

        assert words not in reading.body
        assert reading.lines[-1].reason == "editor_dropped"

    def test_a_line_of_the_site_goes_and_can_be_kept_all_the_same(self) -> None:
        words = "تابعوا برنامجنا كل مساء"

        learnt = read_pasted_text(self.TEXT, site_lines=frozenset({words})).whole
        kept = read_pasted_text(
            self.TEXT, site_lines=frozenset({words}), keep_lines=frozenset({words})
        ).whole

        assert learnt.lines[-1].role is LineRole.SITE_LINE
        assert words in kept.body


class TestMarkup:
    def test_what_the_markup_says_stands_above_the_rules(self) -> None:
        lines = [
            SourceLine(0, "نشرة المساء", LineRole.FURNITURE),
            SourceLine(1, "الجسر القديم لا يزال قائما", LineRole.TITLE),
            SourceLine(2, "الجسر كما يبدو من الضفة", LineRole.CAPTION),
            SourceLine(3, "قال رئيس البلدية إن الجسر سليم.", LineRole.BODY),
            SourceLine(4, "منشور عن الجسر", LineRole.POST),
        ]

        reading = compose(lines, PageFacts()).whole

        assert reading.title == "الجسر القديم لا يزال قائما"
        assert reading.captions == ("الجسر كما يبدو من الضفة",)
        assert reading.body == "قال رئيس البلدية إن الجسر سليم.\n\nمنشور عن الجسر"

    def test_a_second_article_element_with_text_is_offered(self) -> None:
        sentence = (
            "قال رئيس البلدية إن الجسر سليم وإن الصورة المنتشرة تعود إلى بلد آخر بعيد رقم {}."
        )
        lines = [
            SourceLine(0, "الجسر القديم لا يزال قائما", LineRole.TITLE, begins_article=True),
            SourceLine(1, sentence.format(1)),
            SourceLine(2, sentence.format(2)),
            SourceLine(3, "الحافلات تعمل بالغاز", begins_article=True),
            SourceLine(4, sentence.format(3)),
            SourceLine(5, sentence.format(4)),
        ]

        readings = compose(lines, PageFacts())

        assert [cut.line for cut in readings.cuts] == [3]
        assert readings.items[1].title == "الحافلات تعمل بالغاز"


@pytest.mark.parametrize(
    "line",
    [
        "خبر قصير عن المدينة في يوم عادي",
        "قال مسؤول في المدينة إن الطريق مفتوح أمام الجميع منذ الصباح وإن الحركة عليه طبيعية.",
        "وقال المسؤول إن الطريق الذي يصل بين الضفتين مفتوح أمام الجميع منذ ساعات الصباح الأولى",
        "12 مايو",
        "•",
        "هل عاد الجسر القديم إلى مكانه؟",
    ],
)
def test_ten_thousand_lines_cost_less_than_a_second(line: str) -> None:
    text = "\n".join(f"{line} {number % 7}" for number in range(10_000))
    read_pasted_text(line)

    began = process_time()
    read_pasted_text(text)

    assert process_time() - began < 3
