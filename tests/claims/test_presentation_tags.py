"""How values look on a page, in Arabic and English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from claims.domain.workflow import CaseStatus, TextStatus
from claims.models.rating import Rating
from claims.templatetags.bayyina import STATUS_LOOKS
from media_provenance.domain.timeline import TimelineItem, timeline
from multilingual.intervals import DateInterval


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


def render(source: str, **values: Any) -> str:
    return Template("{% load bayyina %}" + source).render(Context(values))


def render_page(source: str, address: str, **values: Any) -> str:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return Template(source).render(RequestContext(request, values))


class _EveryField(forms.Form):
    address = forms.URLField(assume_scheme="https")
    headline = forms.CharField()
    body = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput)
    count = forms.IntegerField()
    hashtag = forms.CharField(widget=forms.TextInput(attrs={"dir": "ltr"}))
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "à"), ("b", "ب")])
    sure = forms.BooleanField()


@pytest.mark.parametrize("value", ["1600×900", "صورة.jpg", "fenêtre.png", "चित्र.png"])
def test_a_technical_value_is_kept_left_to_right(value: str) -> None:
    assert render("{{ value|ltr }}", value=value) == f'<bdi dir="ltr">{value}</bdi>'


def test_a_technical_value_is_escaped() -> None:
    shown = render("{{ value|ltr }}", value='"><script>')

    assert "<script>" not in shown


@pytest.mark.parametrize(
    ("code", "expected"), [("ar", "rtl"), ("ckb", "rtl"), ("fr", "ltr"), ("hi", "ltr")]
)
def test_a_language_has_a_direction(code: str, expected: str) -> None:
    assert render("{{ code|direction }}", code=code) == expected


def test_a_day_is_written_for_the_reader_and_for_machines() -> None:
    with translation.override("ar"):
        arabic = render("{{ value|day }}", value=date(2022, 8, 14))
    with translation.override("en"):
        english = render("{{ value|day }}", value=date(2022, 8, 14))

    assert english == '<time datetime="2022-08-14">14 August 2022</time>'
    assert arabic.startswith('<time datetime="2022-08-14">14 ')
    assert "أغسطس" in arabic


def test_a_day_can_be_written_in_the_language_of_the_text() -> None:
    with translation.override("ar"):
        shown = render('{{ value|day:"fr" }}', value=date(2022, 8, 14))

    assert shown == '<time datetime="2022-08-14">14 août 2022</time>'


def test_a_moment_says_that_it_is_utc(language: str) -> None:
    shown = render("{{ value|moment }}", value=datetime(2024, 6, 20, 23, 5, tzinfo=UTC))

    assert 'datetime="2024-06-20T23:05:00+00:00"' in shown
    assert '<bdi dir="ltr">23:05 UTC</bdi>' in shown


def test_an_interval_is_no_more_precise_than_it_is_known() -> None:
    month = DateInterval(date(2022, 8, 1), date(2022, 8, 31))

    with translation.override("en"):
        shown = render("{% date_interval month 'JSON-LD' %}", month=month)

    assert ">August 2022<" in shown
    assert 'title="2022-08-01/2022-08-31"' in shown
    assert "(JSON-LD)" in shown


def test_an_open_interval_is_written_openly_for_machines() -> None:
    shown = render("{% date_interval days %}", days=DateInterval(None, date(2024, 6, 23)))

    assert 'title="../2024-06-23"' in shown


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    with translation.override("en"):
        shown = render("{% date_interval days %}", days=DateInterval(None, None))

    assert "date unknown" in shown


def test_an_icon_is_hidden_from_assistive_technology() -> None:
    shown = render('{% icon "check" %}')

    assert 'aria-hidden="true"' in shown
    assert "icons.svg#check" in shown


def test_an_arrow_turns_with_the_text_and_a_check_mark_does_not() -> None:
    assert "icon-mirrored" in render('{% icon "arrow" %}')
    assert "icon-mirrored" not in render('{% icon "check" %}')


@pytest.mark.parametrize("status", [*CaseStatus, *TextStatus])
def test_every_status_has_a_look_and_shows_its_word(status: str) -> None:
    assert status in STATUS_LOOKS
    assert ">قيد المراجعة<" in render(
        "{% status_chip status label %}", status=status, label="قيد المراجعة"
    )


@pytest.mark.parametrize(
    "look", [str(value) for value, _ in Rating._meta.get_field("look").choices or ()]
)
def test_every_rating_is_told_by_word_and_shape(look: str) -> None:
    shown = render('{% rating_badge look "مُضلِّل" "ar" %}', look=look)

    assert f"#rating-{look}" in shown
    assert "مُضلِّل" in shown
    assert 'lang="ar" dir="rtl"' in shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("address", 'dir="ltr"', id="addresses are left to right"),
        pytest.param("secret", 'dir="ltr"', id="passwords are left to right"),
        pytest.param("headline", 'dirname="headline.dir"', id="text sends its direction"),
        pytest.param("headline", 'dir="auto"', id="text follows what is typed"),
        pytest.param("body", 'dir="auto"', id="long text follows what is typed"),
        pytest.param("hashtag", 'dir="ltr"', id="a widget's own direction stays"),
    ],
)
def test_a_control_has_the_direction_of_its_content(name: str, expected: str) -> None:
    shown = render("{% widget field %}", field=_EveryField()[name])

    assert expected in shown


@pytest.mark.parametrize("name", ["count", "kind", "sure"])
def test_a_control_without_text_has_no_direction(name: str) -> None:
    assert "dir=" not in render("{% widget field %}", field=_EveryField()[name])


@pytest.mark.parametrize("name", list(_EveryField.base_fields))
def test_every_field_has_a_label_or_a_legend(language: str, name: str) -> None:
    field = _EveryField()[name]
    source = '{% include "_components/field.html" with field=field only %}'

    shown = render(source, field=field)

    assert ("<legend>" in shown) == (name == "kind")
    assert ("<label " in shown) or name == "kind"


def test_a_field_with_an_error_is_described_by_it() -> None:
    form = _EveryField({})

    shown = render(
        '{% include "_components/field.html" with field=field only %}', field=form["headline"]
    )

    assert 'aria-describedby="id_headline_error"' in shown
    assert 'id="id_headline_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_the_error_summary_links_to_every_wrong_field() -> None:
    shown = render(
        '{% include "_components/error_summary.html" with form=form only %}', form=_EveryField({})
    )

    assert 'href="#id_headline"' in shown
    assert 'href="#id_kind_0"' in shown


def test_the_error_summary_is_silent_while_nothing_is_wrong() -> None:
    shown = render(
        '{% include "_components/error_summary.html" with form=form only %}', form=_EveryField()
    )

    assert shown.strip() == ""


def test_pages_keep_the_filters_of_the_list(language: str) -> None:
    shown = render_page(
        '{% include "_components/pagination.html" %}',
        "/desk/claims/?status=received&page=3",
        page=Paginator(range(100), 10).page(3),
    )

    assert "?status=received&amp;page=4" in shown
    assert 'aria-current="page">3<' in shown


def test_a_list_of_one_page_has_no_links() -> None:
    shown = render_page(
        '{% include "_components/pagination.html" %}', "/", page=Paginator(range(5), 10).page(1)
    )

    assert shown.strip() == ""


def test_the_timeline_is_drawn_and_told_in_a_table(language: str) -> None:
    days = DateInterval.of_day(date(2022, 8, 14))
    drawing = timeline(
        [
            TimelineItem("a", "وكالة الأنباء", "14/8/2022", days, decisive=True),
            TimelineItem("b", "à Nîmes", "", DateInterval(None, None)),
        ],
        event=TimelineItem(
            "event", "घटना", "6/2024", DateInterval(date(2024, 6, 20), date(2024, 6, 23)), "event"
        ),
        direction="rtl" if language == "ar" else "ltr",
    )

    shown = render("{% timeline_drawing drawing 'T' 'one' %}", drawing=drawing)

    svg, table = shown.split("</svg>", maxsplit=1)
    assert "وكالة الأنباء" in svg
    assert "à Nîmes" not in svg
    assert 'id="one-b"' in table
    assert "घटना" in table
    assert "style=" not in shown


def test_positions_are_written_with_a_point_in_every_language() -> None:
    drawing = timeline(
        [
            TimelineItem(f"{day}", "ب", "", DateInterval.of_day(date(2022, 8, day)))
            for day in (1, 2, 4)
        ]
    )

    with translation.override("fr"):
        shown = render("{% timeline_drawing drawing 'T' %}", drawing=drawing)

    assert 'cx="34.33%"' in shown
