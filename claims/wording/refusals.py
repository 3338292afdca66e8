"""Why something that was brought to the desk, or sent in by a reader, was not taken."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.wording import refusal_sentence as picture_refusal_sentence
from webfetch import Refused

REFUSALS = {
    "no_text": gettext_lazy("There is no text. Paste the text of the page or message."),
    "text_too_long": gettext_lazy(
        "The text is too long to be read as one item: at most 400,000 characters. Paste the part "
        "that matters."
    ),
    "no_answer": gettext_lazy(
        "The site did not answer. Check the address and try again later, or save the page "
        "and upload it."
    ),
    "empty_file": gettext_lazy("The file is empty. Save the page again and upload that file."),
    "file_too_large": gettext_lazy("The file is too large. Upload a file of at most 20 MB."),
    "not_a_page": gettext_lazy(
        "This file is neither a saved web page nor a text. "
        "Upload an .html or .txt file; pictures have a form of their own."
    ),
    "address_refused": gettext_lazy(
        "This address cannot be fetched. Check that it is a public http or https address; "
        "you can also save the page and upload it."
    ),
    "page_answers_error": gettext_lazy(
        "The site answered that there is no such page. Check the address, or paste the text."
    ),
    "page_unreadable": gettext_lazy(
        "Nothing could be read from this page. Paste its text instead."
    ),
    "no_pictures": gettext_lazy("No picture was chosen. Choose one or more picture files."),
    "too_many_pictures": gettext_lazy("These are too many pictures at once. Choose at most 20."),
    # Where only the code was kept and not the name of the format.
    "format_not_accepted": gettext_lazy(
        "Files of this format are not accepted. Please save it as JPEG, PNG, GIF, WebP or AVIF "
        "and try again."
    ),
    "picture_not_there": gettext_lazy("The site did not give out this picture."),
    "not_asked_for": gettext_lazy("This picture was not fetched."),
    "video_not_taken": gettext_lazy("A video of the page; it was not fetched."),
    "being_fetched": gettext_lazy("It is being fetched."),
    "unknown": gettext_lazy("This could not be taken. Try once more, or ask an administrator."),
}

_PICTURE_REFUSALS = frozenset(code.value for code in RefusalCode)


def refusal_sentence(code: str) -> str:
    """The sentence for a refusal at intake, in reading, or of a picture by the gate."""
    if code not in REFUSALS and code in _PICTURE_REFUSALS:
        return picture_refusal_sentence(code)
    return str(REFUSALS.get(code, REFUSALS["unknown"]))


def public_refusal_sentence(refused: Refused) -> str:
    """The one sentence a public form answers with, whatever the fetcher's reason.

    Refused, not resolved, closed and slow read the same, and have to be answered with the same
    status: anything else would let strangers find out which machines stand behind this one. The
    reason is for the desk.
    """
    return _(
        "We could not read this address. Check that it is a public web page, or send us its text "
        "instead."
    )
