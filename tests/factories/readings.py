"""News items that were read, with what was found in them, as rows.

Written as rows and not by the reader: tests of the desk say exactly what was found, whatever the
rules of the day would find.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User

from claims.models import NewsItem, Reading, StatementSuggestion
from claims.recording import READER_VERSION, claim_key

# A denial, an assertion and a refusal to comment; a date, a quoted post and another fact-check.
TITLES = {
    "ar": "البلدية تنفي إغلاق الجسر",
    "fr": "La mairie dément la fermeture du pont",
    "hi": "नगरपालिका ने पुल बंद होने से इनकार किया",
}
TEXTS = {
    "ar": (
        "نفت البلدية إغلاق الجسر القديم في 18 تموز.\n\n"
        "وقالت مصادر مطلعة إن الجسر مغلق منذ شهر. وامتنعت الوزارة عن التعليق.\n\n"
        "ووجدت «مسبار» أن الصورة مضللة."
    ),
    "fr": (
        "La mairie a démenti la fermeture du vieux pont le 18 juillet.\n\n"
        "Des sources informées disent que le pont est fermé. Le ministère n’a pas commenté.\n\n"
        "« Misbar » a jugé la photo trompeuse."
    ),
    "hi": (
        "नगरपालिका ने 18 जुलाई को पुराने पुल के बंद होने से इनकार किया।\n\n"
        "सूत्रों ने कहा कि पुल बंद है। मंत्रालय ने टिप्पणी नहीं की।\n\n"
        "‘मिसबार’ ने तस्वीर को भ्रामक पाया।"
    ),
}
# Per language: speaker, stance, cue, claim, as they stand in the text above.
SAID = {
    "ar": (
        ("البلدية", "denies", "نفت", "إغلاق الجسر القديم"),
        ("مصادر مطلعة", "asserts", "وقالت", "الجسر مغلق منذ شهر"),
        ("الوزارة", "declines", "وامتنعت", ""),
    ),
    "fr": (
        ("La mairie", "denies", "a démenti", "la fermeture du vieux pont"),
        ("Des sources informées", "asserts", "disent", "le pont est fermé"),
        ("Le ministère", "declines", "n’a pas commenté", ""),
    ),
    "hi": (
        ("नगरपालिका", "denies", "इनकार किया", "पुराने पुल के बंद होने"),
        ("सूत्रों", "asserts", "ने कहा", "पुल बंद है"),
        ("मंत्रालय", "declines", "टिप्पणी नहीं की", ""),
    ),
}
DATES = {"ar": "18 تموز", "fr": "18 juillet", "hi": "18 जुलाई"}
VERDICTS = {"ar": ("مسبار", "مضللة"), "fr": ("Misbar", "trompeuse"), "hi": ("मिसबार", "भ्रामक")}
DROPPED = "شارك القصة"


def item_with_findings(by: User, language: str = "ar", **columns: Any) -> NewsItem:
    """Return a pasted text that was read: three suggestions, a date, a post, another fact-check."""
    text, title = TEXTS[language], TITLES[language]
    item = NewsItem.objects.create(
        **{
            "intake": "text",
            "state": "read",
            "title": title,
            "text": text,
            "text_fetched": f"{title}\n\n{text}\n\n{DROPPED}",
            "text_version": 1,
            "language": language,
            "published_first": date(2024, 7, 18),
            "published_last": date(2024, 7, 18),
            "published_origin": "byline",
            "added_by": by,
            "analysis": _analysis(text, language),
            **columns,
        }
    )
    item.reading = add_reading(item)
    item.save(update_fields=["reading"])
    for place in range(3):
        add_suggestion(item, place)
    return item


def add_reading(item: NewsItem, **columns: Any) -> Reading:
    """Add a reading of the item's text as it is: its title, paragraphs, and a line left out."""
    body = item.text.split("\n\n")
    lines = [{"number": 0, "text": item.title, "role": "title", "reason": "title"}]
    lines += [
        {
            "number": number,
            "text": paragraph,
            "role": "body",
            "reason": "text",
            "body_start": item.text.index(paragraph),
        }
        for number, paragraph in enumerate(body, start=1)
    ]
    lines.append({"number": 9, "text": DROPPED, "role": "furniture", "reason": "furniture"})
    content = {
        "title": item.title,
        "body": item.text,
        "author": item.author,
        "language": item.language,
        "lines": lines,
        "kind": "article",
        "notes": [],
        "links": [],
        "cuts": [],
    }
    values = {"reader_version": READER_VERSION, "title": item.title, "text": item.text, **columns}
    values["content"] = {**content, **columns.get("content", {})}
    return Reading.objects.create(news_item=item, number=item.readings.count() + 1, **values)


def add_suggestion(item: NewsItem, place: int, **columns: Any) -> StatementSuggestion:
    """Offer one of the three who speak in the item's text, by its place in `SAID`."""
    speaker, stance, cue, claim = SAID[item.language][place]
    cue_span = _span(item.text, cue)
    claim_span = _span(item.text, claim) if claim else None
    start, end = claim_span or cue_span
    return StatementSuggestion.objects.create(
        **{
            "news_item": item,
            "fingerprint": f"{place:064x}",
            "speaker": speaker,
            "stance": stance,
            "claim_text": claim,
            "claim_key": claim_key(claim),
            "cue": cue,
            "start": start,
            "end": end,
            "spans": {"cue": list(cue_span), "claim": list(claim_span) if claim_span else None},
            "is_anonymous": stance == "asserts",
            "confidence": "strong",
            "reasons": ["anonymous_source"] if stance == "asserts" else [],
            "language": item.language,
            **columns,
        }
    )


def _analysis(text: str, language: str) -> dict[str, Any]:
    day = _span(text, DATES[language])
    checker, words = VERDICTS[language]
    told = _span(text, words)
    return {
        "dates": [
            {
                "text": DATES[language],
                "start": day[0],
                "end": day[1],
                "earliest": "2024-07-18",
                "latest": "2024-07-18",
                "precision": "day",
                "calendar": "gregorian",
                "conflict": None,
                "time": None,
            }
        ],
        "earlier_verdicts": [
            {"checker": checker, "words": words, "rating": "misleading"}
            | {"start": told[0], "end": told[1]}
        ],
        "posts": [
            {
                "platform": "x",
                "account": "@libya24",
                "author": "Zoé 24",
                "url": "https://x.com/libya24/status/1",
                "text": "الجسر مغلق",
                "posted": {"earliest": "2024-07-17", "latest": "2024-07-17"},
                "start": None,
                "end": None,
            }
        ],
    }


def _span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)
