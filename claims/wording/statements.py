"""Who says what: the words before a statement, the sides to a claim, and why one may be checked."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from multilingual.arabic import isolate

# Who says what, before the words themselves. Whole sentences, because languages put the verb in
# other places; "" is the name where nobody is named.
_STATEMENT_LEADS = {
    "asserts": lambda: _("%(speaker)s says:"),
    "denies": lambda: _("%(speaker)s denies:"),
    "declines": lambda: _("%(speaker)s declines to comment."),
    "no_answer": lambda: _("%(speaker)s did not answer."),
    "cannot_verify": lambda: _("%(speaker)s cannot verify:"),
    "did_not_announce": lambda: _("%(speaker)s has not announced:"),
    "reports": lambda: _("%(speaker)s reports:"),
}

# Characters of a claim in a message about it.
_MOST_TOLD = 120
SIDES = {
    "asserts": gettext_lazy("Asserted by"),
    "reports": gettext_lazy("Reported by"),
    "denies": gettext_lazy("Denied by"),
    "cannot_verify": gettext_lazy("Could not be verified by"),
    "did_not_announce": gettext_lazy("Not announced by"),
    "declines": gettext_lazy("Declined to comment"),
    "no_answer": gettext_lazy("Did not answer"),
}


def statement_lead(stance: str, speaker: str) -> str:
    """Say who does what with the words that follow, such as "X denies:"."""
    name = isolate(speaker) if speaker else _("Somebody who is not named")
    return _STATEMENT_LEADS[stance]() % {"speaker": name}


def statement_told(stance: str, speaker: str, words: str) -> str:
    """Say who does what with which words, as one clause without a colon at its end."""
    lead = statement_lead(stance, speaker)
    if not words:
        return lead.rstrip(":.")
    told = isolate(Truncator(words).chars(_MOST_TOLD))
    return _("%(lead)s “%(words)s”") % {"lead": lead, "words": told}


def side_label(stance: str) -> str:
    """The head over those who take this stance to a claim."""
    return str(SIDES[stance])


# How the networks that we know write themselves; what a person typed is its own name.
PLATFORMS = {
    "x": "X",
    "facebook": "Facebook",
    "telegram": "Telegram",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "whatsapp": "WhatsApp",
    "truth_social": "Truth Social",
    "threads": "Threads",
    "snapchat": "Snapchat",
    "linkedin": "LinkedIn",
    "bluesky": "Bluesky",
    "weibo": "Weibo",
    "reddit": "Reddit",
    "vk": "VK",
    "dailymotion": "Dailymotion",
}


def platform_name(platform: str) -> str:
    """A network's name as it is shown."""
    return PLATFORMS.get(platform, platform)


# Why a suggested statement may be worth checking; the codes are `CheckReason`'s.
CHECK_REASONS = {
    "denied_by_other": gettext_lazy("Somebody else denies it on the same page."),
    "anonymous_source": gettext_lazy("Its source is not named."),
    "crowd": gettext_lazy("It is said of people in general, or of social networks."),
    "picture": gettext_lazy("It speaks of a picture or recording, which can be looked for."),
    "number": gettext_lazy("It has a number that can be compared."),
    "date": gettext_lazy("It has a date that can be compared."),
    "absolute": gettext_lazy("It says “never”, “all” or “first”, which one counter-example ends."),
}


def check_reason(code: str) -> str:
    """Why a statement may be worth checking; the code itself where it has no words."""
    return str(CHECK_REASONS.get(code, code))
