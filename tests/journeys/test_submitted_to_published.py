"""The whole way of a case on plain pages, in each script, by three people; and what leaks out."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.models import Claim, Revision
from tests.factories.claims import PASTED, submission
from tests.journeys.desk import Person, work_off_jobs

pytestmark = pytest.mark.django_db

TEXTS = {
    "ar": {
        "claim_text": "أُغلق الجسر القديم أمام المارة",
        "headline": "الجسر القديم مفتوح كما كان",
        "summary": "نفت البلدية إغلاقه، والصورة من أعمال صيانة سابقة.",
        "body": "سألنا البلدية.\n\nوزرنا المكان.",
    },
    "en": {
        "claim_text": "The old bridge was closed to pedestrians",
        "headline": "The old bridge is as open as before: “déjà vu”",
        "summary": "The town denied it, and the picture is of earlier repairs.",
        "body": "We asked the town.\n\nAnd we went there.",
    },
}
# Words that only a leak can bring to a reader: what they are is in their names.
DRAFT = "مسودةسرية7719"
DRAFT_SOURCE = "brouillonsecret7719"
NOTE = "ملاحظةداخلية7719"
RETURN_REASON = "raisoninterne7719"
SUBMITTED = "संदेश7719"
CONTACT = "lecteur7719@example.org"
ITEM = "خبرغيرمنشور7719"
STAFF = "reporter-name-7719"


@pytest.fixture
def reporter(person: object) -> User:
    return person("reporter", name=STAFF)  # type: ignore[operator, no-any-return]


def publish(
    claim: Claim, language: str, *, writer: Person, reviewer: Person, publisher: Person
) -> Revision:
    """Carry one language from an empty form to publication."""
    written = writer.write(claim, language, **TEXTS[language], then="submit")
    assert written.status_code == 302, written.content.decode()
    revision = Revision.objects.get(text__verdict__claim=claim, text__language=language)
    assert revision.status == "in_review", unescape(
        writer.see(f"/desk/claims/{claim.pk}/verdict/{language}/")
    )
    assert reviewer.move_text(revision, "approve").status_code == 302
    assert publisher.move_text(revision, "publish").status_code == 302
    return Revision.objects.get(pk=revision.pk)


@pytest.mark.parametrize("script", PASTED)
def test_a_pasted_text_becomes_a_public_page_in_arabic_and_english(
    reporter: User, editor: User, publisher: User, client: Client, script: str
) -> None:
    writer, reviewer, last = (Person.signed_in(user) for user in (reporter, editor, publisher))

    claim = writer.make_claim(writer.bring_in_text(PASTED[script]))
    writer.move_case(claim, "take_up")
    writer.write_sources(claim, "بيان البلدية", "Communiqué de la mairie", "सूचना")
    arabic = publish(claim, "ar", writer=writer, reviewer=reviewer, publisher=last)
    english = publish(claim, "en", writer=writer, reviewer=reviewer, publisher=last)

    claim.refresh_from_db()
    assert claim.status == "answered"
    for revision in (arabic, english):
        language = revision.text.language
        response = client.get(f"/{language}/v/{revision.text.verdict.public_id}/")
        page = unescape(response.content.decode())
        assert response.status_code == 200
        assert f'<html lang="{language}"' in page
        assert TEXTS[language]["headline"] in page
        assert "Communiqué de la mairie" in page
        assert "सूचना" in page
        assert '"ClaimReview"' in page


def test_nobody_approves_their_own_text(editor: User, publisher: User) -> None:
    alone, other = Person.signed_in(editor), Person.signed_in(publisher)
    claim = alone.make_claim(alone.bring_in_text(PASTED["fr"]))
    alone.move_case(claim, "take_up")
    alone.write_sources(claim, "Communiqué")
    alone.write(claim, "ar", **TEXTS["ar"], then="submit")
    revision = Revision.objects.get()

    own = alone.move_text(revision, "approve")
    others = other.move_text(revision, "approve")

    assert own.status_code in {403, 409}
    assert others.status_code == 302


def test_a_text_that_is_not_complete_says_what_is_missing_and_keeps_what_was_typed(
    reporter: User,
) -> None:
    writer = Person.signed_in(reporter)
    claim = writer.make_claim(writer.bring_in_text(PASTED["hi"]))
    writer.move_case(claim, "take_up")

    writer.write(claim, "en", **{**TEXTS["en"], "summary": ""}, then="submit")
    page = unescape(writer.see(f"/desk/claims/{claim.pk}/verdict/en/"))

    assert Revision.objects.get().status == "draft"
    assert "Write what we found, in two sentences." in page
    assert "Add at least one source." in page
    assert TEXTS["en"]["headline"] in page


def test_nothing_of_the_desk_reaches_a_public_byte(
    reporter: User, editor: User, publisher: User, client: Client
) -> None:
    writer, reviewer, last = (Person.signed_in(user) for user in (reporter, editor, publisher))
    submission(text=SUBMITTED, contact=CONTACT)
    claim = writer.make_claim(
        writer.bring_in_text(f"{PASTED['ar']}\n{ITEM} قال أحدهم للموقع إنه رأى ذلك بنفسه.\n")
    )
    writer.move_case(claim, "take_up")
    writer.write_sources(claim, "بيان البلدية")
    public_id = publish(
        claim, "ar", writer=writer, reviewer=reviewer, publisher=last
    ).text.verdict.public_id
    # What is written after publication: a draft in the other language, a correction that is
    # begun and returned, a source not yet published, another case dropped with a note.
    writer.write(claim, "en", **{**TEXTS["en"], "headline": DRAFT, "body": DRAFT}, then="submit")
    draft = Revision.objects.get(text__language="en")
    reviewer.move_text(draft, "return", reason=RETURN_REASON)
    writer.write_sources(claim, "بيان البلدية", DRAFT_SOURCE)
    other = writer.make_claim(writer.bring_in_text(f"{ITEM}\n\n{PASTED['hi']}"))
    reviewer.send(
        f"/desk/claims/{other.pk}/move/drop/", {"drop-reason": "other", "drop-note": NOTE}
    )
    work_off_jobs()
    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.return_reason, other.drop_note) == (RETURN_REASON, NOTE)

    seen = public_bytes(client, public_id)

    secrets = (
        DRAFT, DRAFT_SOURCE, NOTE, RETURN_REASON, SUBMITTED, CONTACT, ITEM,
        STAFF, editor.username, publisher.username,
    )  # fmt: skip
    assert TEXTS["ar"]["headline"] in seen
    assert [secret for secret in secrets if secret in seen] == []


def public_bytes(client: Client, public_id: str) -> str:
    """Return everything that a reader's browser is given: headers and bodies, entities undone."""
    paths = [
        f"/{language}/{rest}"
        for language in ("ar", "en")
        for rest in ("", f"v/{public_id}/", "methodology/", "corrections/", "feed.xml")
    ]
    paths += ["/", "/healthz", "/ar/v/nothing/"]
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200, 302, 404, 503}
    raw = "\n".join(
        f"{answer.headers}\n{(b''.join(answer) if answer.streaming else answer.content).decode()}"
        for answer in answers
    )
    return raw + unescape(raw) + re.sub(r"\\u([0-9a-f]{4})", _character, raw)


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))
