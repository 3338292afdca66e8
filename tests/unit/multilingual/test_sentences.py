"""Where sentences end. The texts are written for these tests."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multilingual.sentences import LONGEST_QUOTATION, split_sentences

AWKWARD = "اب.؟!…۔ \n\"«»“”()[]‘’12aA\u200f\u00a0\ud800'।"


def pieces(text: str, language: str = "und") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        pytest.param("ar", ["هل هذا صحيح؟", "نعم!", "لا…", "ربما."], id="Arabic stops"),
        pytest.param("ar", ["عاد؛ ثم نام.", "وأضاف: نعم."], id="the semicolon is no end"),
        pytest.param("ar", ["بلغت النسبة 3.5 في المئة.", "وارتفعت ٤.٢ نقطة."], id="decimals"),
        pytest.param("ar", ["قال د. محمد علي ذلك.", "ووافقه أ. سعيد."], id="Arabic initials"),
        pytest.param("ar", ["حدث ذلك عام 1445 هـ. ", "وقال آخرون غيره."], id="year of the Hijra"),
        pytest.param("ar", ["وُلد سنة 2024 م.", "ثم سافر."], id="year with its era"),
        pytest.param("fa", ["در سال ۱۳۹۹ ه.ش آغاز شد.", "سپس پایان یافت."], id="Persian era"),
        pytest.param("ur", ["اس نے کہا۔", "پھر وہ چلا گیا۔"], id="Urdu stops"),
        pytest.param("hi", ["यह है।", "वह नहीं है।"], id="Hindi stops"),
        pytest.param("en", ["Mr. Smith met J. Biden.", "He left."], id="English initials"),
        pytest.param("en", ["In the U.S. embassy it was 3.5 km."], id="an acronym goes on"),
        pytest.param("en", ["He was in the U.S.", "The court agreed."], id="an acronym ends"),
        pytest.param("en", ['"Really?" he said.', "Yes."], id="lower case goes on"),
        pytest.param("fr", ["M. Macron a parlé.", "Voir p. 12."], id="French abbreviations"),
        pytest.param("fr", ["« Vraiment ? » demande-t-il."], id="French spacing"),
        pytest.param("tr", ["3. Ordu geldi.", "Prof. Dr. Ali konuştu."], id="Turkish ordinals"),
        pytest.param("en", ["1. First item.", "2. Second item."], id="items of a list"),
    ],
)
def test_a_text_is_cut_at_its_sentences(language: str, sentences: list[str]) -> None:
    text = " ".join(sentences)

    assert pieces(text, language) == [sentence.strip() for sentence in sentences]


def test_a_line_end_ends_a_sentence() -> None:
    assert pieces("عنوان بلا نقطة\nنص\r\n\r\nÉlysée\u2029यह") == [
        "عنوان بلا نقطة",
        "نص",
        "Élysée",
        "यह",
    ]


def test_a_stop_without_a_space_ends_an_arabic_sentence() -> None:
    assert pieces("عاد بعد ذلك.وأضاف أنه بخير") == ["عاد بعد ذلك.", "وأضاف أنه بخير"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("قال: «لن نفعل ذلك. ولن نقبله» ثم غادر", id="guillemets"),
        pytest.param('قال: "لن نفعل ذلك. ولن نقبله" ثم غادر', id="straight marks"),
        pytest.param("He said “No. Never” and left", id="curly marks"),
        pytest.param("الوزارة (انظر أعلاه. وأدناه) نفت", id="brackets"),
        pytest.param("نقل عن «رويترز.» ذلك", id="a quoted name with a stop"),
    ],
)
def test_a_stop_inside_a_quotation_belongs_to_it(text: str) -> None:
    assert pieces(text) == [text]


def test_a_stop_right_before_the_closing_mark_ends_the_sentence() -> None:
    assert pieces('قال الوزير: "لن نفعل ذلك أبدا." وأضاف أن الأمر انتهى.') == [
        'قال الوزير: "لن نفعل ذلك أبدا."',
        "وأضاف أن الأمر انتهى.",
    ]


def test_a_quotation_that_runs_on_is_cut_like_other_text() -> None:
    long = "جملة طويلة هنا. " * (LONGEST_QUOTATION // 10)

    assert len(pieces(f"قال: «{long}» وغادر")) > 10


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from(AWKWARD), max_size=60))
def test_every_visible_character_lies_in_exactly_one_span(text: str) -> None:
    spans = split_sentences(text)

    covered = [at for start, end in spans for at in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {at for at, one in enumerate(text) if not one.isspace()} <= set(covered)
    assert spans == sorted(spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"' * 100_000, id="quotation marks"),
        pytest.param("(" * 100_000, id="open brackets"),
        pytest.param(". " * 50_000, id="stops"),
        pytest.param("a." * 50_000, id="initials"),
        pytest.param('."' * 50_000, id="stops and marks"),
        pytest.param("." + " " * 100_000 + "x", id="space"),
        pytest.param("1. " * 50_000, id="ordinals"),
    ],
)
def test_odd_texts_cost_no_more_than_others(text: str) -> None:
    start = time.process_time()

    split_sentences(text, "tr")

    # 0.1 s at most on one shared core; quadratic work would take minutes.
    assert time.process_time() - start < 2
