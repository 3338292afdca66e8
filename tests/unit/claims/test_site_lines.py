"""Learning which lines are the site's and no article's."""

from __future__ import annotations

from fractions import Fraction

import pytest

from claims.domain.page_lines import line_key
from claims.domain.pages import read_pasted_text
from claims.domain.site_lines import SiteLineCount, recurring_candidates, recurring_lines

BOX = "تابعوا نشرتنا المسائية"


def test_a_line_on_three_pages_of_a_host_is_the_sites() -> None:
    pages = [frozenset({BOX, f"عنوان {number}"}) for number in range(3)]

    assert recurring_lines(pages) == (SiteLineCount(BOX, 3),)


def test_two_pages_prove_nothing() -> None:
    pages = [frozenset({BOX}), frozenset({BOX})]

    assert recurring_lines(pages) == ()


def test_a_line_on_few_of_many_pages_is_a_phrase_of_the_house() -> None:
    pages = [frozenset({BOX})] * 3 + [frozenset({"é"})] * 8

    assert recurring_lines(pages) == (SiteLineCount("é", 8),)


def test_the_most_frequent_comes_first() -> None:
    pages = [frozenset({"पहला", "b"})] * 3 + [frozenset({"b"})]

    assert [line.key for line in recurring_lines(pages)] == ["b", "पहला"]


@pytest.mark.parametrize(
    ("pages", "share"), [(1, Fraction(1, 2)), (3, Fraction(0)), (3, Fraction(3, 2))]
)
def test_bounds_that_would_prove_nothing_are_refused(pages: int, share: Fraction) -> None:
    with pytest.raises(ValueError, match="at least two pages"):
        recurring_lines([], least_pages=pages, least_share=share)


def candidates(text: str) -> set[str]:
    reading = read_pasted_text(text).whole
    return set(
        recurring_candidates(reading.title or "", reading.body, reading.captions, reading.lines)
    )


def test_titles_captions_and_long_lines_are_never_learnt() -> None:
    paragraph = "قال رئيس البلدية إن الجسر سليم " * 6

    found = candidates(
        f"الجسر القديم لا يزال قائما\nعمال على الجسر (رويترز)\n\n{paragraph}.\n\n{BOX}"
    )

    assert found == {line_key(BOX)}


@pytest.mark.parametrize(
    "sentence",
    [
        "قال رئيس البلدية إن الجسر القديم الذي بني قبل مئة عام سليم ومفتوح أمام المارة.",
        "Le maire a déclaré que le vieux pont, bâti il y a cent ans, est sûr et ouvert à tous.",
        "महापौर ने कहा कि सौ साल पहले बना पुराना पुल सुरक्षित है और सभी लोगों के लिए खुला है।",
        (
            "وكانت الشركة المنفذة قد أعلنت في بداية هذا العام أنها\n"
            "تحتاج إلى مزيد من الوقت لإنهاء العمل في الجسر وأن كلفة\n"
            "المشروع ارتفعت بسبب ارتفاع أسعار المواد في السوق المحلية\n"
            "وقد وافق المجلس على ذلك."
        ),
    ],
)
def test_running_text_is_never_learnt_however_it_is_wrapped(sentence: str) -> None:
    found = candidates(f"الجسر القديم لا يزال قائما\n\n{sentence}\n\n{BOX}")

    assert found == {line_key(BOX)}
