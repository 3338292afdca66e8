"""Write what was read of a news item into rows, with what people put right in it.

For: the job that reads (`claims.reading`) and the actions that correct a reading. A reading is
added and never changed; the item shows the newest one with the corrections applied, and all that
follows from its text follows it. Not for reading pages, and not for who may do what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from claims.domain.analysis import TextAnalysis, analyze_text
from claims.domain.corrections import LineChoice, TextChange, apply, apply_lines
from claims.domain.page_lines import line_key
from claims.domain.pages import Cut, PageReading, PageReadings
from claims.domain.quotations import find_quotation
from claims.domain.reading_json import analysis_as_json, item_as_json
from claims.domain.stored_reading import stored_lines
from claims.models import NewsItem, Reading, ReadingCorrection, ReadingCorrectionKind
from claims.models.news_item import ReadingState
from claims.recording.belongings import keep_with_their_words
from claims.recording.places import give_picture, published_days, set_outlet, site_of
from claims.recording.site_lines import learn_site_lines
from claims.recording.statements import move_statements
from claims.recording.suggestions import offer_suggestions
from multilingual.intervals import DateInterval

# Grows with every change of what the readers give: older readings are then shown as such and can
# be made anew. 1 stands for what was read before readings were kept.
READER_VERSION = 2
# What the columns of NewsItem hold, in characters.
MOST_TITLE = 500
MOST_AUTHOR = 300


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading with what people put right in it; ``adrift`` are ids without a place."""

    title: str
    author: str
    text: str
    language: str
    adrift: frozenset[int]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an analysis is made of: the same gives the same."""

    title: str
    text: str
    language: str
    published: DateInterval | None
    outlet: str

    def analysis(self) -> TextAnalysis:
        """Find its dates, statements and the rest. About 60 ms for 5,000 characters."""
        return analyze_text(
            self.text,
            title=self.title,
            language=self.language,
            published=self.published,
            outlet=self.outlet,
        )


Analyses = Mapping[Subject, TextAnalysis]
Content = Mapping[str, Any]


def analyses_of(first: NewsItem, readings: PageReadings) -> dict[Subject, TextAnalysis]:
    """Analyse ahead what `write_readings` will need, outside its transaction. Changes no row."""
    found = {}
    for item, page in _pages_of(first, readings):
        content = item_as_json(page)
        corrected = corrected_reading(content, _standing_corrections(item))
        published = published_days(item) if item.published_origin == "editor" else page.published
        subject = _subject(item, content, corrected, published)
        found[subject] = subject.analysis()
    return found


def analysis_ahead(item: NewsItem) -> dict[Subject, TextAnalysis]:
    """Analyse an item's stored reading as it stands corrected. Changes no row."""
    if item.reading is None:
        return {}
    content = item.reading.content
    corrected = corrected_reading(content, _standing_corrections(item))
    subject = _subject(item, content, corrected, published_days(item))
    return {subject: subject.analysis()}


def lock_item(item_id: UUID | str) -> NewsItem:
    """Return the item, locked until the transaction ends.

    Raises:
        NewsItem.DoesNotExist.
    """
    locked = NewsItem.objects.select_for_update(of=("self",))
    return locked.select_related("capture", "outlet", "reading", "part_of").get(pk=item_id)


def write_readings(
    first: NewsItem, readings: PageReadings, *, analyses: Analyses | None = None
) -> None:
    """Store a reading of a page and show it, in the item or in each of its parts.

    Args:
        first: the item that was brought in, locked; not a part.
        readings: of the page with the item's cuts, where it has any.
        analyses: made ahead; what is not among them is analysed here.
    """
    # Whoever corrects a part at this moment is waited for, and what they did is seen.
    list(first.parts.select_for_update().order_by("pk").values_list("pk"))
    _follow_cuts(first, readings.cuts)
    pages = _pages_of(first, readings)
    cut_now = [item for item, _page in pages if item.state == ReadingState.WAITING]
    for item, page in pages:
        _write_page(item, page, readings.cuts if item.part == 1 else ())
    _share_pictures(first, cut_now)
    for item, _page in pages:
        settle(item, analyses=analyses)
    keep_with_their_words([first, *parts_of(first)])
    learn_site_lines(site_of(first))


def _follow_cuts(first: NewsItem, cuts: Sequence[Cut]) -> None:
    """Bring the numbers of the item's cuts up to those of a new reading."""
    if not first.cuts:
        return
    places = _places_of_cuts(first.cuts, cuts)
    followed = [
        cut | {"line": cuts[place].line} if place is not None else cut
        for cut, place in zip(first.cuts, places, strict=True)
    ]
    followed.sort(key=lambda cut: int(cut["line"]))
    if followed != first.cuts:
        first.cuts = followed
        first.save(update_fields=["cuts"])


def _places_of_cuts(stored: Sequence[Mapping[str, Any]], cuts: Sequence[Cut]) -> list[int | None]:
    """Return which cut of a reading each stored one is; None where it has no place any more.

    By line and words, then by words, then by line: lines are counted otherwise by a newer reader.
    """
    places: list[int | None] = [None] * len(stored)
    ways: tuple[Callable[[Mapping[str, Any], Cut], bool], ...] = (
        lambda one, cut: one["line"] == cut.line and _says_the_same(one, cut),
        _says_the_same,
        lambda one, cut: one["line"] == cut.line,
    )
    for is_it in ways:
        for number, one in enumerate(stored):
            free = (at for at, cut in enumerate(cuts) if at not in places and is_it(one, cut))
            if places[number] is None:
                places[number] = next(free, None)
    return places


def _says_the_same(stored: Mapping[str, Any], cut: Cut) -> bool:
    return line_key(str(stored["text"])) == line_key(cut.text)


def _pages_of(first: NewsItem, readings: PageReadings) -> list[tuple[NewsItem, PageReading]]:
    """Return the items of a page with their readings; a part whose cut is lost has none."""
    if first.cuts is None:
        return [(first, readings.whole)]
    parts = {part.part: part for part in parts_of(first)}
    places = _places_of_cuts(first.cuts, readings.cuts)
    found = {
        place: parts[cut["part"]]
        for cut, place in zip(first.cuts, places, strict=True)
        if place is not None and cut["part"] in parts
    }
    pages = [(first, readings.items[0])]
    pages.extend((found[at], readings.items[at + 1]) for at in sorted(found))
    return pages


def parts_of(first: NewsItem) -> list[NewsItem]:
    """Return the parts that a page is cut into after the first, in their order on the page."""
    numbers = [cut["part"] for cut in first.cuts or ()]
    found = {part.part: part for part in first.parts.exclude(state=ReadingState.JOINED)}
    return [found[number] for number in numbers if number in found]


def first_of(item: NewsItem) -> NewsItem:
    """Return the item that was brought in: the part's page, or the item itself."""
    return item.part_of or item


def family_of(item: NewsItem) -> list[NewsItem]:
    """Return the item with all parts of the same page, also those that were joined to it."""
    first = first_of(item)
    return [first, *first.parts.order_by("part")]


def _write_page(item: NewsItem, page: PageReading, cuts: Sequence[Cut]) -> None:
    """Add the reading, and copy into the item what no correction changes."""
    content = item_as_json(page) | {
        "cuts": [
            {
                "line": cut.line,
                "text": cut.text,
                "is_offered": cut.is_offered,
                "cohesion": cut.cohesion,
            }
            for cut in cuts
        ]
    }
    item.reading = _added(item, page, content)
    item.state, item.failure = ReadingState.READ, ""
    item.language_confidence = page.language_confidence
    item.canonical_url = page.canonical_url or ""
    # What an editor has said of the days is worth more than what the page says.
    if item.published_origin != "editor":
        found = page.published
        item.published_first = found.earliest if found else None
        item.published_last = found.latest if found else None
        origin = page.published_origin.value if page.published_origin else "unknown"
        item.published_origin = origin if found else ""
        item.published_text = page.published_text[:300] if found else ""
        item.published_conflicts = list(page.published_conflicts)
    item.missing = list(page.missing)
    item.furniture = list(page.furniture_removed)
    item.save()
    # Known now to whoever analyses the text: an outlet may speak for itself.
    if not item.language:
        item.language = page.language
    set_outlet(item, name=page.outlet_name or "")


def _added(item: NewsItem, page: PageReading, content: Content) -> Reading:
    """Add a reading, also where it says the same as the last: that it was read so, and when."""
    return Reading.objects.create(
        news_item=item,
        number=item.reading.number + 1 if item.reading else 1,
        reader_version=READER_VERSION,
        site=site_of(item),
        title=page.title or "",
        text=page.body,
        content=content,
    )


# --- What people put right --------------------------------------------------------------------


def _standing_corrections(item: NewsItem) -> list[ReadingCorrection]:
    return list(item.corrections.filter(undone_at__isnull=True).order_by("id"))


def corrected_reading(content: Content, corrections: Iterable[ReadingCorrection]) -> Corrected:
    """Return a stored reading with corrections applied: lines first, then words, in their order.

    Of title, author and language the last correction counts.
    """
    kinds = ReadingCorrectionKind
    standing = list(corrections)
    lines = apply_lines(
        str(content.get("body") or ""),
        stored_lines(content),
        [
            LineChoice(one.pk, one.start, one.before, one.kind == kinds.KEEP_LINE)
            for one in standing
            if one.kind in (kinds.KEEP_LINE, kinds.DROP_LINE)
        ],
    )
    words = apply(
        lines.text,
        [
            TextChange(
                one.pk, one.before, one.after, one.context_before, one.context_after, one.start
            )
            for one in standing
            if one.kind == kinds.TEXT
        ],
    )
    said = {one.kind: one.after for one in standing}
    return Corrected(
        title=said.get(kinds.TITLE, str(content.get("title") or ""))[:MOST_TITLE],
        author=said.get(kinds.AUTHOR, str(content.get("author") or ""))[:MOST_AUTHOR],
        text=words.text,
        language=said.get(kinds.LANGUAGE, str(content.get("language") or "und")),
        adrift=frozenset((*lines.adrift, *words.adrift)),
    )


def settle(
    item: NewsItem, *, analyses: Analyses | None = None, is_analyzed_later: bool = False
) -> None:
    """Show the item's newest reading with its corrections, and all that follows from the text.

    The item must be locked and have a reading. Statements move with their quotations, and what
    the rules suggest is offered.

    Args:
        is_analyzed_later: leave the analysis to a job; until then nothing is marked in the text.
    """
    if item.reading is None:
        return
    corrections = _standing_corrections(item)
    corrected = corrected_reading(item.reading.content, corrections)
    _note_adrift(corrections, corrected.adrift)
    before = (item.title, item.author, item.text, item.language)
    item.title, item.author = corrected.title, corrected.author
    item.text, item.language = corrected.text, corrected.language
    if before != (item.title, item.author, item.text, item.language):
        item.text_version += 1
    move_statements(item, before[0], before[2])
    if is_analyzed_later:
        item.analysis = {"is_waiting": True}
    else:
        subject = _subject(item, item.reading.content, corrected, published_days(item))
        analysis = (analyses or {}).get(subject) or subject.analysis()
        item.analysis = _analysis_as_json(analysis, item)
        offer_suggestions(item, analysis, family=family_of(item))
    item.save()


def _analysis_as_json(analysis: TextAnalysis, item: NewsItem) -> dict[str, Any]:
    """Return what was found, with the posts of the page where they stand in the text now."""
    embedded = []
    stored = item.reading.content.get("posts") if item.reading else None
    for post in stored or ():
        span = find_quotation(str(post.get("text") or ""), item.text)
        start, end = span or (None, None)
        embedded.append({**post, "start": start, "end": end})
    found = analysis_as_json(analysis)
    told = found["posts"]
    return {**found, "posts": [*embedded, *(told if isinstance(told, list) else ())]}


def _subject(
    item: NewsItem, content: Content, corrected: Corrected, published: DateInterval | None
) -> Subject:
    outlet = str(content.get("outlet") or "")
    if not outlet and item.outlet is not None and item.outlet.name != item.outlet.domain:
        outlet = item.outlet.name
    return Subject(corrected.title, corrected.text, corrected.language, published, outlet)


def _note_adrift(corrections: Iterable[ReadingCorrection], adrift: frozenset[int]) -> None:
    for one in corrections:
        if one.is_adrift != (one.pk in adrift):
            one.is_adrift = one.pk in adrift
            one.save(update_fields=["is_adrift"])


def _share_pictures(first: NewsItem, cut_now: Iterable[NewsItem]) -> None:
    """Give parts that were cut just now the pictures whose captions stand among their lines."""
    for part in cut_now:
        if part.pk == first.pk or part.reading is None:
            continue
        keys = {line_key(line.text) for line in stored_lines(part.reading.content)}
        for picture in first.pictures.exclude(caption=""):
            if line_key(picture.caption) in keys:
                give_picture(picture, part)
