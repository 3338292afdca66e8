"""Every page there is, by a name, with an address that exists in the demo newsroom."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from tests.platform.stack import RunningStack


@dataclass(frozen=True, slots=True)
class Place:
    """One page: who looks at it, its path for a language, the status it is answered with.

    ``language`` is set where the page is in that language whatever the interface; ``ready`` is
    there when the page has become what it will be.
    """

    who: str
    path: str
    status: int = 200
    language: str = ""
    ready: str = "body"


# Name -> who looks and where. {name} stands for an id that `ids_in` finds; {language} for the
# interface language.
PLACES = {
    "sign-in": Place("", "/desk/sign-in/"),
    "account": Place("reporter", "/desk/account/"),
    "account, password": Place("reporter", "/desk/account/password/"),
    "account, second factor": Place("reporter", "/desk/account/second-factor/"),
    "account, keys": Place("reporter", "/desk/account/second-factor/keys/"),
    "account, confirm": Place("reporter", "/desk/account/confirm/"),
    "inbox": Place("editor", "/desk/"),
    "inbox, nothing found": Place("editor", "/desk/?q=zzz"),
    "intake": Place("reporter", "/desk/intake/"),
    "item, read": Place("reporter", "/desk/items/{item}/"),
    "item, the page beside": Place("reporter", "/desk/items/{item_with_copy}/?beside=page"),
    "item, what is said": Place("reporter", "/desk/items/{item_with_words}/"),
    "item, normalised": Place("reporter", "/desk/items/{item_with_words}/?text=normalized"),
    "item, its claims": Place("reporter", "/desk/items/{item_with_words}/claims/?start=0&end=9"),
    "item with a picture": Place("reporter", "/desk/items/{item_with_picture}/pictures/"),
    "item, its corrections": Place("reporter", "/desk/items/{item_with_words}/corrections/"),
    "suggestion, changed": Place("reporter", "/desk/suggestions/{suggestion}/edit/"),
    "claims": Place("editor", "/desk/claims/"),
    "claims, answered": Place("editor", "/desk/claims/?status=answered"),
    "claim": Place("editor", "/desk/claims/{claim}/"),
    "history of a case": Place("editor", "/desk/claims/{claim}/history/"),
    "history of a case, nothing of a kind": Place(
        "editor", "/desk/claims/{claim_in_review}/history/?kind=pictures"
    ),
    "evidence pack": Place("editor", "/desk/claims/{claim}/pack/"),
    "changes of a revision": Place("editor", "/desk/revisions/{corrected}/changes/"),
    "claim, its words": Place("editor", "/desk/claims/{claim}/edit/"),
    "sources": Place("editor", "/desk/claims/{claim}/sources/"),
    "verdict editor, a draft": Place(
        "reporter", "/desk/claims/{claim_in_review}/verdict/en/", ready="[contenteditable=true]"
    ),
    "preview": Place("editor", "/desk/revisions/{draft}/preview/", language="en"),
    "preview on a phone": Place(
        "editor", "/desk/revisions/{draft}/preview/?width=phone", language="en"
    ),
    "review queue": Place("editor", "/desk/review/"),
    "review": Place("editor", "/desk/revisions/{in_review}/review/"),
    "review, a correction": Place("publisher", "/desk/revisions/{corrected}/review/"),
    "correct": Place("editor", "/desk/revisions/{published}/correct/"),
    "published texts": Place("publisher", "/desk/published/"),
    "pictures": Place("editor", "/desk/pictures/"),
    "pictures to look at": Place("editor", "/desk/pictures/?waiting=1"),
    "picture": Place("editor", "/desk/pictures/{picture}/?claim={claim}"),
    "picture, its dates": Place("editor", "/desk/pictures/{picture}/dating/?claim={claim}"),
    "compare": Place("editor", "/desk/matches/{match}/compare/"),
    "compare, slider": Place(
        "editor", "/desk/matches/{match}/compare/?view=slider", ready="[data-slider]:not([hidden])"
    ),
    "compare, difference": Place("editor", "/desk/matches/{match}/compare/?view=difference"),
    "compare, blinking": Place("editor", "/desk/matches/{match}/compare/?view=blink"),
    "family": Place("editor", "/desk/pictures/{picture}/family/"),
    "find a picture": Place("reporter", "/desk/find-picture/"),
    "jobs": Place("editor", "/desk/jobs/"),
    "components": Place("editor", "/desk/components/"),
    "403": Place("admin", "/desk/intake/", 403),
    "404 at the desk": Place("editor", "/desk/items/00000000-0000-0000-0000-000000000000/", 404),
    "admin": Place("admin", "/desk/admin/"),
    "admin, list": Place("admin", "/desk/admin/claims/submission/"),
    "admin, form": Place("admin", "/desk/admin/claims/submission/{submission}/change/"),
    "admin, person": Place("admin", "/desk/admin/auth/user/{person}/change/"),
    "home": Place("", "/{language}/"),
    "verdict": Place("", "/{language}/v/{public_id}/"),
    "verdict, corrected": Place("", "/{language}/v/{corrected_id}/"),
    "history": Place("", "/{language}/v/{corrected_id}/history/"),
    "earlier version": Place("", "/{language}/v/{corrected_id}/versions/1/"),
    "methodology": Place("", "/{language}/methodology/"),
    "corrections": Place("", "/{language}/corrections/"),
    "404 for readers": Place("", "/{language}/v/nothing/", 404),
}

REVISION = (
    "FROM claims_revision r JOIN claims_verdicttext t ON t.id = r.text_id "
    "JOIN claims_verdict v ON v.id = t.verdict_id "
)
WITH_FINDING = "WHERE r.status = 'published' AND r.finding_id IS NOT NULL ORDER BY r.published_at"
CORRECTED = "WHERE r.status = 'published' AND r.number > 1"
QUERIES = {
    "item": "SELECT id FROM claims_newsitem WHERE state = 'read' AND text <> ''",
    "item_with_words": "SELECT news_item_id FROM claims_statementsuggestion "
    "WHERE state = 'offered' ORDER BY id",
    "suggestion": "SELECT id FROM claims_statementsuggestion WHERE state = 'offered' ORDER BY id",
    "item_with_copy": "SELECT id FROM claims_newsitem WHERE capture_id IS NOT NULL "
    "AND intake IN ('url', 'file') ORDER BY added_at",
    "item_with_picture": "SELECT news_item_id FROM claims_newsitempicture "
    "WHERE asset_id IS NOT NULL",
    "claim": f"SELECT v.claim_id {REVISION} {WITH_FINDING}",
    "claim_in_review": f"SELECT v.claim_id {REVISION} WHERE r.status = 'in_review'",
    "draft": f"SELECT r.id {REVISION} WHERE r.status = 'draft'",
    "in_review": f"SELECT r.id {REVISION} WHERE r.status = 'in_review'",
    "published": f"SELECT r.id {REVISION} {WITH_FINDING}",
    "corrected": f"SELECT r.id {REVISION} {CORRECTED}",
    "picture": "SELECT q.asset_id FROM media_provenance_datingquestion q "
    "JOIN media_provenance_finding f ON f.question_id = q.id "
    "JOIN claims_revision r ON r.finding_id = f.id "
    "WHERE r.status = 'published' ORDER BY r.published_at",
    "match": "SELECT id FROM media_provenance_match WHERE homography IS NOT NULL ORDER BY id",
    "submission": "SELECT id FROM claims_submission",
    "person": "SELECT id FROM auth_user WHERE username = 'reporter'",
    "public_id": f"SELECT v.public_id {REVISION} {WITH_FINDING}",
    "corrected_id": f"SELECT v.public_id {REVISION} {CORRECTED}",
}


def ids_in(stack: RunningStack) -> dict[str, str]:
    """Return an id for each name in QUERIES, from the stack's database.

    Raises:
        LookupError: the newsroom has no such row.
    """
    found = {}
    with psycopg.connect(stack.variable("DATABASE_URL")) as connection:
        for name, query in QUERIES.items():
            row = connection.execute(f"{query} LIMIT 1").fetchone()
            if row is None:
                raise LookupError(name)
            found[name] = str(row[0])
    return found
