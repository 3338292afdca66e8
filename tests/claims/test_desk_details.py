"""Small things of the desk: addresses, names, languages, and the way out of a refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation

from claims.actions.intake import IntakeRefused, bring_in_file, bring_in_text
from claims.actions.workflow import move_text
from claims.forms.cases import AppearanceForm, language_choices
from claims.forms.evidence import EvidenceForm
from claims.forms.sources import SourceForm
from tests.factories.claims import claim_of
from tests.factories.people import with_second_factor
from tests.factories.verdicts import Desk, claim_with_source, drafted

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

NO_PUBLIC_ADDRESSES = [
    "javascript:alert(1)",
    "JavaScript://x/%0aalert(1)",
    "mailto:somebody@example.org",
    "http://127.0.0.1/",
    "http://[::1]/",
    "https://localhost/",
    "https://user:word@example.org/",
]


@pytest.fixture
def people(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.mark.parametrize("address", NO_PUBLIC_ADDRESSES)
@pytest.mark.parametrize("field", ["url", "archived_url"])
def test_a_source_at_no_public_address_is_refused_beside_the_field(
    field: str, address: str
) -> None:
    form = SourceForm({"title": "مصدر", "kind": "other", field: address})

    assert not form.is_valid()
    assert list(form.errors[field])
    assert form[field].value() == address


@pytest.mark.parametrize("address", NO_PUBLIC_ADDRESSES)
def test_an_appearance_at_no_public_address_is_refused(address: str) -> None:
    form = AppearanceForm({"appearance-url": address})

    assert not form.is_valid()
    assert list(form.errors) == ["url"]


@pytest.mark.parametrize("address", NO_PUBLIC_ADDRESSES)
def test_evidence_at_no_public_address_is_refused(address: str) -> None:
    form = EvidenceForm({"evidence-archived_url": address})

    assert not form.is_valid()
    assert "archived_url" in form.errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.org/é", "https://example.org/é"),
        ("example.org:8080/خبر", "https://example.org:8080/خبر"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("https://web.example/2020/https://a.example/#d", None),
    ],
)
def test_a_public_address_is_kept_as_typed(typed: str, kept: str | None) -> None:
    form = AppearanceForm({"appearance-url": typed})

    assert form.is_valid()
    assert form.cleaned_data["url"] == (kept or typed)


@pytest.mark.parametrize("text", ["\u200f\u200b", "\u2066\u2069", "؟!…"])
def test_text_without_a_letter_digit_or_symbol_is_no_text(reporter: User, text: str) -> None:
    with pytest.raises(IntakeRefused) as pasted:
        bring_in_text(text, by=reporter)
    with pytest.raises(IntakeRefused) as uploaded:
        bring_in_file(text.encode(), by=reporter, name="a.txt")

    assert (pasted.value.code, uploaded.value.code) == ("no_text", "no_text")


def test_a_text_not_begun_shows_the_sources_that_the_verdict_has(
    people: Desk, signed_in: SignIn
) -> None:
    claim = claim_with_source(people)

    page = signed_in(people.reporter).get(reverse("desk:verdict", args=[claim.pk, "en"]))

    assert "बैठक की पुरानी तस्वीर" in page.content.decode()


def test_an_unknown_language_is_named_in_the_readers_language() -> None:
    with translation.override("ar"):
        choices = dict(language_choices("und"))

    assert choices["und"] == "لغة غير معروفة"
    assert choices["fr"] == "français"


def test_people_are_shown_by_their_full_names(people: Desk, signed_in: SignIn) -> None:
    people.reporter.first_name, people.reporter.last_name = "ليلى", "حدّاد"
    people.reporter.save()
    revision = move_text(
        drafted(claim_with_source(people), people).pk, "submit", by=people.reporter
    )
    client = signed_in(people.editor)

    queue = client.get(reverse("desk:review")).content.decode()
    review = client.get(reverse("desk:revision", args=[revision.pk])).content.decode()

    assert "<bdi>ليلى حدّاد</bdi>" in queue
    assert "<bdi>ليلى حدّاد</bdi>" in review
    assert people.reporter.username not in queue


def test_staff_without_a_role_are_led_to_the_administration(
    stranger: User, signed_in: SignIn
) -> None:
    stranger.is_staff = True
    stranger.save()

    refused = signed_in(with_second_factor(stranger)).get("/desk/")

    page = refused.content.decode()
    assert refused.status_code == 403
    assert f'href="{reverse("admin:index")}"' in page
    assert 'href="/desk/"' not in page
    assert f'action="{reverse("account_logout")}"' in page


def test_somebody_without_a_role_is_led_to_the_public_home(
    stranger: User, signed_in: SignIn
) -> None:
    page = signed_in(stranger).get("/desk/").content.decode()

    assert 'href="/ar/"' in page
    assert 'href="/desk/"' not in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_somebody_with_a_role_is_led_back_to_the_desk(reporter: User, signed_in: SignIn) -> None:
    claim = claim_of(reporter)

    page = signed_in(reporter).post(f"/desk/claims/{claim.pk}/move/drop/").content.decode()

    assert 'href="/desk/"' in page
