"""Which written names mean one speaker. The lists are written for these tests."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multilingual.names import is_generic_noun, is_same_name, join_names, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("دميتري بيسكوف", "بيسكوف", id="surname"),
        pytest.param("دميتري بيسكوف", "ديمتري بيسكوف", id="transcription"),
        pytest.param("الملا أختر منصور", "منصور", id="courtesy and surname"),
        pytest.param("قائد فيلق القدس إسماعيل قاآني", "قاآني", id="office and surname"),
        pytest.param("إسماعيل قاآني", "إسماعيل قاني", id="madda"),
        pytest.param("الرئيس الأسد", "بشار الأسد", id="office, two forms"),
        pytest.param("المتحدث باسم الكرملين ديمتري بيسكوف", "بيسكوف", id="spokesman"),
        pytest.param("سيرغي لافروف وزير الخارجية", "لافروف", id="office after the name"),
        pytest.param("رافائيل غروسي", "رافاييل جروسي", id="g of Egypt and of the Levant"),
        pytest.param("وزارة الخارجية الأمريكية", "وزارة الخارجية الأميركية", id="two spellings"),
        pytest.param("الخارجية الروسية", "وزارة الخارجية الروسية", id="ministry left out"),
        pytest.param("وزارة الخارجية", "وزارة الخارجية الروسية", id="origin left out"),
        pytest.param("(داعش)", "داعش", id="brackets"),
        pytest.param("تنظيم الدولة الإسلامية (داعش)", "داعش", id="acronym in brackets"),
        pytest.param("حركة طالبان", "طالبان", id="movement"),
        pytest.param("قناة «إيران إنترناشيونال»", "إيران إنترناشيونال", id="channel, quoted"),
        pytest.param("وكالة تسنيم للأنباء", "تسنيم", id="agency"),
        pytest.param("مُحَمَّد جواد ظريف", "محمد ظريف", id="harakat and middle name"),
        pytest.param("آقای روحانی", "حسن روحانی", id="Persian courtesy"),
        pytest.param("علی خامنه‌ای", "علي خامنه‌اي", id="Persian and Arabic keyboards"),
        pytest.param("حسین امیرعبداللهیان", "امیر عبداللهیان", id="one word or two"),
        pytest.param("سخنگوی وزارت امور خارجه ایران ناصر کنعانی", "کنعانی", id="Persian office"),
        pytest.param("U.S. State Department", "US State Department", id="stops"),
        pytest.param("The Sunday Times", "Sunday Times", id="article"),
        pytest.param("International Atomic Energy Agency", "IAEA", id="initials"),
        pytest.param("Dmitry Peskov, the Kremlin spokesman", "Peskov", id="apposition"),
        pytest.param("Russian Foreign Minister Sergei Lavrov", "Lavrov", id="English office"),
        pytest.param("M. Macron", "Emmanuel Macron", id="French courtesy"),
        pytest.param("EMMANUEL MACRON", "le président Emmanuel Macron", id="case"),
        pytest.param("Hélène Müller", "Helene Muller", id="accents"),
        pytest.param("Sergueï Lavrov", "Sergey Lavrov", id="two romanisations"),
        pytest.param("नरेन्द्र मोदी", "मोदी", id="Hindi surname"),
    ],
)
def test_two_writings_of_one_speaker_are_joined(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("علي لاريجاني", "صادق لاريجاني", id="brothers"),
        pytest.param("Joe Biden", "Hunter Biden", id="father and son"),
        pytest.param("حسن نصر", "حسين نصر", id="given names of one letter's difference"),
        pytest.param("محمد بن سلمان", "محمد بن زايد", id="same given name"),
        pytest.param("وزارة الخارجية الروسية", "وزارة الخارجية الأميركية", id="two ministries"),
        pytest.param("رئيس الوزراء", "رئيس البرلمان", id="two offices"),
        pytest.param("الرئيس الروسي", "الرئيس الإيراني", id="two presidents"),
        pytest.param("وزير الخارجية", "وزير الدفاع", id="two ministers"),
        pytest.param("مسؤول أميركي", "مسؤول إيراني", id="two officials"),
        pytest.param("المتحدث باسم طالبان", "طالبان", id="a spokesman is not the movement"),
        pytest.param("سخنگوی وزارت خارجه ایران", "ایران", id="a spokesman is not the country"),
        pytest.param("وزير الخارجية الإيراني", "إيران", id="a minister is not the country"),
        pytest.param("Ministry of Defense", "Ministry of Health", id="English ministries"),
        pytest.param("حزب الله", "الله", id="half of a name"),
        pytest.param("الحركة", "طالبان", id="a generic noun needs its context"),
        pytest.param("मोदी", "गांधी", id="Hindi"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_two_speakers_are_kept_apart(one: str, other: str) -> None:
    assert not is_same_name(one, other)
    assert not is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وزارة الخارجية الأمريكيّة", "«وزارةُ الخارجيـة الامريكيه»"),
        ("السيد محمد علي", "محمد علي (رئيس الوفد)"),
        ("Mr. Élie Saab", "elie saab"),
        ("मोदी", "मोदी "),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


def test_a_key_keeps_what_tells_names_apart() -> None:
    assert name_key("وزارة الخارجية الروسية") != name_key("وزارة الخارجية الأميركية")
    assert name_key("…") == ""


@pytest.mark.parametrize("name", ["الحركة", "الوزارة", "الرئيس", "المتحدثة", "the movement"])
def test_a_noun_for_someone_named_before_is_generic(name: str) -> None:
    assert is_generic_noun(name)


@pytest.mark.parametrize("name", ["طالبان", "حركة طالبان", "Macron", "वह", ""])
def test_a_name_is_not_generic(name: str) -> None:
    assert not is_generic_noun(name)


def test_names_of_one_text_are_numbered_by_speaker() -> None:
    names = ["بيسكوف", "حركة طالبان", "ديمتري بيسكوف", "طالبان", "الحركة", "بيسكوف"]

    assert join_names(names, "ar") == [0, 1, 0, 1, 1, 0]


def test_a_generic_noun_joins_the_nearest_earlier_name_of_its_kind() -> None:
    names = ["حركة حماس", "الحركة", "حركة طالبان", "الحركة", "الوزارة"]

    assert join_names(names, "ar") == [0, 0, 1, 1, 2]


def test_an_office_that_fits_several_joins_the_nearest_earlier_one() -> None:
    names = ["وزارة الخارجية الروسية", "وزارة الخارجية الأميركية", "وزارة الخارجية", "الوزارة"]

    assert join_names(names, "ar") == [0, 1, 1, 1]


def test_a_surname_that_fits_two_people_joins_neither() -> None:
    assert join_names(["علي لاريجاني", "صادق لاريجاني", "لاريجاني"], "fa") == [0, 1, 2]


def test_no_names_give_no_numbers() -> None:
    assert join_names([], "ar") == []
    assert len(set(join_names(["", "…", "طالبان"], "ar"))) >= 2


@settings(deadline=None)
@given(
    st.lists(
        st.text(
            alphabet=st.sampled_from("ابدة الوزيرس()«»,.\u064b\u200fÉa मो\ud800\x00"), max_size=20
        ),
        max_size=6,
    )
)
def test_odd_names_never_raise_and_equal_ones_stay_together(names: list[str]) -> None:
    numbers = join_names([*names, *names], "und")

    assert len(numbers) == 2 * len(names)
    assert all(isinstance(is_same_name(name, names[0]), bool) for name in names)


def test_thousands_of_names_are_joined_in_seconds() -> None:
    names = [f"محمد {number:x}" for number in range(2000)]
    start = time.process_time()

    join_names(names, "ar")

    # 1 s on one shared core.
    assert time.process_time() - start < 8
