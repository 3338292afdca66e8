"""What is said of dates in addresses, numbers and names: why they have their grade, or no date."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from media_provenance.domain.dated_sources import SourceNote, SourceWhy

# Why the system takes dates of a page's address back: the picture is not on that page, or the page
# itself says that it is newer than its address. Stored, and translated when it is shown.
ADDRESS_NO_LONGER_ITS_OWN = "the page's address no longer dates the picture"

_WHYS: dict[SourceWhy, Promise] = {
    SourceWhy.PLATFORM_CLOCK: gettext_lazy(
        "The platform drew this number, and whoever posts cannot choose it."
    ),
    SourceWhy.AUTHORS_SERVER: gettext_lazy(
        "The server of whoever posts drew this number, and its owner can choose it."
    ),
    SourceWhy.CHOSEN_BY_CLIENT: gettext_lazy(
        "A program made this number by its own clock, and can put any time into it."
    ),
    SourceWhy.SITE_OWNER: gettext_lazy("The site owner can set this date."),
    SourceWhy.WIKI_REPLACED: gettext_lazy(
        "The wiki's own clock, at the moment when another version took the place of this one."
    ),
    SourceWhy.ARCHIVE_CLOCK: gettext_lazy("The archive's own answer."),
    SourceWhy.NAME_IS_FREE: gettext_lazy("Anyone can give a file another name."),
    SourceWhy.POST_MONTH: gettext_lazy(
        "WordPress files a picture under the month of its post, and a new picture can be added to "
        "an old post. It never counts alone."
    ),
    SourceWhy.LINK_IS_FREE: gettext_lazy("Anyone who passes the link on can write this date."),
    SourceWhy.ARCHIVE_STAMP_ALONE: gettext_lazy(
        "Not used: an archive answers with the copy nearest to this time, perhaps another one. "
        "Open it, and take the time of the copy that comes."
    ),
    SourceWhy.LINK_ISSUED: gettext_lazy(
        "Not used: it tells when the link was made, and the same file gets new links."
    ),
    SourceWhy.MAY_BE_A_NUMBER: gettext_lazy(
        "Not used: these digits may be a number that only looks like a date."
    ),
    SourceWhy.OTHER_DATE_IN_FOLDERS: gettext_lazy(
        "Not used: the folders of the address give another date, and words of a title may tell of "
        "any day."
    ),
    SourceWhy.DATES_DISAGREE: gettext_lazy("Not used: the address gives two different dates."),
    SourceWhy.SAME_AS_ANSWER: gettext_lazy(
        "Not used: the server gave the moment at which it was asked."
    ),
    SourceWhy.AFTER_ANSWER: gettext_lazy(
        "Not used: the date is later than the answer itself, so a clock was wrong."
    ),
}
_NOTES: dict[SourceNote, Promise] = {
    SourceNote.FACEBOOK_NUMBERS: gettext_lazy("Facebook's numbers carry no time."),
    SourceNote.TELEGRAM_NUMBERS: gettext_lazy("Telegram's message numbers carry no time."),
    SourceNote.YOUTUBE_CODES: gettext_lazy("YouTube's codes carry no time."),
    SourceNote.SHORT_LINK: gettext_lazy(
        "This is a short link. Open it and give the address that it leads to."
    ),
    SourceNote.NOT_THE_PLATFORM: gettext_lazy(
        "This site is not the platform itself, so nobody vouches for the number in its address. "
        "Give the address of the post on the platform."
    ),
    SourceNote.LINK_EXPIRY: gettext_lazy(
        "The address says when the link runs out. That is no date of the picture."
    ),
    SourceNote.NUMBER_WITHOUT_TIME: gettext_lazy(
        "The number is from before the platform put times into its numbers."
    ),
    SourceNote.RANDOM_NUMBER: gettext_lazy("The code in the address is random and has no time."),
    SourceNote.IN_THE_FUTURE: gettext_lazy("A date in it lies in the future and is left out."),
    SourceNote.ADDRESS_TOO_LONG: gettext_lazy(
        "The address is longer than 4,096 characters, so no date was looked for in it. Give a "
        "shorter one, without what follows the question mark."
    ),
    SourceNote.ADDRESS_UNCLEAR: gettext_lazy(
        "The address holds signs that can hide where it leads, as a backslash, a line break or a "
        "name before @, so no date was looked for in it. Open the page and copy its address anew."
    ),
}


def source_why(why: str) -> str:
    """Return why a date has its grade or is not used. Raises ``ValueError`` if unknown."""
    return str(_WHYS[SourceWhy(why)])


def source_note(note: str) -> str:
    """Return what is to be known beside the dates. Raises ``ValueError`` if unknown."""
    return str(_NOTES[SourceNote(note)])
