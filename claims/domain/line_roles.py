"""What each line is to its article: text, title, by-line, caption, furniture, comments.

One pass over the lines of one article, by their own words (``furniture.py``), their place and what
markup or an editor said of them. Nothing is lost: every line gets a role and a reason, whose words
are in ``claims.wording``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.domain.bylines import (
    byline_day,
    has_dateline,
    is_about_writer,
    is_desk,
    is_place_and_agency,
    named_author,
    reads_as_name,
    says_only_updated,
    says_published,
)
from claims.domain.copied_posts import last_button, lines_of_post_head
from claims.domain.furniture import (
    LineKind,
    is_comment_form,
    is_link_cue_alone,
)
from claims.domain.line_lists import MOST_LINKS, OpenList
from claims.domain.line_plan import AssignedRole, LinePlan, Place
from claims.domain.line_surroundings import (
    author_beside,
    below_title,
    running_lines,
    words_below,
)
from claims.domain.page_lines import (
    PARAGRAPH_WORDS,
    TITLE_WORDS,
    PageLine,
    ends_sentence,
)
from claims.domain.page_notices import is_closing_notice
from claims.domain.page_parts import LineRole
from claims.domain.publication import DateCandidate, PublishedOrigin
from claims.domain.sign_offs import mark_sign_offs
from multilingual.dates import ParsedDate

__all__ = ["assign_roles"]

# Sources, tags and links that stand below their heading: at most so many lines, so long.
_MOST_SOURCES = 20
_MOST_SOURCE_WORDS = 15
_MOST_TAGS = 20
_MOST_TAG_WORDS = 4
_MOST_BYLINES_TRIED = 60
_MOST_WORDS_OF_DAY = 6
_MOST_WORDS_OF_DATE_LINE = 14
# Subtitles and kickers stand within so many lines below a title; a menu may go on.
_MOST_STANDFIRST_LINES = 5
_CLOCK = re.compile(r"^\d{1,2}[:.٫]\d{2}\W*$")
_ADDRESS_ALONE = re.compile(r"https?://\S+|@\w{3,40}")
_FULL_STOPS = (".", "۔", "।", "。", '."', ".»", ".”")
_MOST_SHOWN_NAME_WORDS = 6
# "Published on …" so few lines above the title is the article's.
_NEAR_ABOVE = 3
# Lines below a head in which a shown person's name is looked for.
_LINES_OF_TEXT_TRIED = 60


def assign_roles(
    lines: Sequence[PageLine],
    ends: Sequence[int],
    place: Place,
    *,
    site_lines: frozenset[str] = frozenset(),
    keep_lines: frozenset[int | str] = frozenset(),
    drop_lines: frozenset[int | str] = frozenset(),
) -> LinePlan:
    """Give every line of one article its role.

    Args:
        lines: of the article, in order.
        ends: as ``wrapped_lines.paragraph_ends`` tells them.
        place: where title and text stand.
        site_lines: keys of lines that are learnt to be the site's.
        keep_lines, drop_lines: numbers or keys of lines an editor kept or dropped; an editor's
            word is above every rule.
    """
    reader = _Reader(lines, ends, place)
    for index, line in enumerate(lines):
        names = {line.number, line.key}
        if names & keep_lines:
            role = AssignedRole(LineRole.BODY, "editor_kept")
        elif names & drop_lines:
            role = AssignedRole(LineRole.FURNITURE, "editor_dropped")
        elif line.key and line.key in site_lines:
            role = AssignedRole(LineRole.SITE_LINE, "site_line")
        else:
            role = reader.role_of(index)
        reader.plan.roles.append(role)
        reader.took(index, role)
    mark_sign_offs(lines, reader.plan, reader.runs_on)
    return reader.plan


class _Reader:
    """The state of the pass: what the lines above have opened, and what is below."""

    def __init__(self, lines: Sequence[PageLine], ends: Sequence[int], place: Place) -> None:
        self.lines, self.ends, self.place = lines, ends, place
        self.plan = LinePlan()
        self.start = below_title(place)
        self.runs_on = running_lines(lines, ends)
        self.words_below = words_below(lines, self.runs_on)
        self.words_above = 0
        self.in_tail = self.in_comments = self.seen_text = self.boxes_begun = False
        self.open_list = OpenList(lines, self.runs_on, self._is_bare_day)
        self.paragraphs: set[str] = set()
        self.captions: set[str] = set()
        self.last_key = ""
        self.bylines_left = [_MOST_BYLINES_TRIED, _MOST_BYLINES_TRIED]
        self.writer_next = self.entries_begun = self.byline_seen = False
        self.has_furniture_above = any(
            line.kind is not LineKind.TEXT for line in lines[: self.start]
        )
        self.first_words = " ".join(
            line.text for line in lines[place.text_at : place.text_at + _LINES_OF_TEXT_TRIED]
        )
        self.social_head = 0 if place.title_key else lines_of_post_head(lines)
        self.buttons_at = last_button(lines, self.social_head) if self.social_head else len(lines)

    def took(self, index: int, role: AssignedRole) -> None:
        """Remember a line and what it was taken for."""
        line = self.lines[index]
        self.byline_seen |= role.role is LineRole.BYLINE and index >= self.start
        if role.is_kept:
            self.last_key = line.key
            if self.runs_on[index]:
                self.seen_text = True
                self.words_above += line.words
                if self.ends[index] == index + 1:
                    self.paragraphs.add(line.key)

    def role_of(self, index: int) -> AssignedRole:
        """Return a line's role by markup, place and words, in this order."""
        line = self.lines[index]
        if index == self.place.title_at:
            return AssignedRole(LineRole.TITLE, "title")
        if line.hint is not None and line.hint is not LineRole.BODY:
            return self._by_markup(line, line.hint)
        if index < self.start and line.hint is None:
            return self._above_title(index)
        if index < self.social_head:
            return self._social_head(index)
        if self.in_comments or index > self.buttons_at:
            return AssignedRole(LineRole.COMMENTS, "comments")
        if line.hint is None and _ADDRESS_ALONE.fullmatch(line.text):
            return AssignedRole(LineRole.FURNITURE, "link")
        if (copied := self._copied(index)) is not None:
            return copied
        if (signed := self._byline(index)) is not None:
            return signed
        if index >= self.place.tail_at:
            return self._below_text(index)
        if self.in_tail and not self._text_resumes(index):
            return AssignedRole(LineRole.FURNITURE, "below_article")
        if (listed := self.open_list.role_of(index)) is not None:
            return listed
        return self._by_kind(index)

    def _below_text(self, index: int) -> AssignedRole:
        """Tell what stands below the article on a page that was copied whole."""
        kind = self.lines[index].kind
        if kind in (LineKind.CAPTION, LineKind.TEXT, LineKind.LINK_CUE):
            return AssignedRole(LineRole.FURNITURE, "below_article")
        return self._by_kind(index)

    def _by_markup(self, line: PageLine, hint: LineRole) -> AssignedRole:
        if hint is LineRole.CAPTION:
            return self._caption(line)
        if hint is LineRole.TITLE:
            return AssignedRole(LineRole.REPEATED, "title_copy")
        if hint is LineRole.BYLINE:
            self.plan.author = self.plan.author or named_author(line.text)
            self._dated(line)
        return AssignedRole(hint, "markup")

    def _above_title(self, index: int) -> AssignedRole:
        line = self.lines[index]
        if line.key == self.place.title_key:
            return AssignedRole(LineRole.REPEATED, "title_copy")
        dated = self._day_of(line)
        if dated is not None:
            is_near = self.start - 1 - index <= _NEAR_ABOVE
            is_own = says_published(line.text) and (is_near or not self.has_furniture_above)
            origin = PublishedOrigin.BYLINE if is_own else PublishedOrigin.SITE_HEADER
            self.plan.dates.append(DateCandidate.of_parsed(dated, origin))
            return AssignedRole(LineRole.BYLINE, "date_above_title")
        if line.kind is LineKind.CAPTION:
            return self._caption(line)
        return AssignedRole(LineRole.FURNITURE, "above_title")

    def _social_head(self, index: int) -> AssignedRole:
        line = self.lines[index]
        self._dated(line)
        if index == 0 and line.is_text and not line.text.startswith("@"):
            self.plan.author = self.plan.author or line.text
        return AssignedRole(LineRole.BYLINE, "post_head")

    def _copied(self, index: int) -> AssignedRole | None:
        """Take what stands above already: the title, a paragraph, the line right above."""
        line = self.lines[index]
        if not line.key:
            return None
        is_title = line.key == self.place.title_key
        if is_title and (index < self.place.text_at or line.words in TITLE_WORDS):
            return AssignedRole(LineRole.REPEATED, "title_copy")
        if self.runs_on[index] and line.key in self.paragraphs:
            return AssignedRole(LineRole.REPEATED, "paragraph_copy")
        if line.key == self.last_key and line.is_text:
            return AssignedRole(LineRole.REPEATED, "line_copy")
        return None

    def _byline(self, index: int) -> AssignedRole | None:
        line = self.lines[index]
        if line.hint is LineRole.BODY and self.runs_on[index]:
            return None
        if index >= self.place.tail_at and self.boxes_begun:
            # The day of another article, in a box such as "More on this story".
            return None
        in_head = index < self.place.text_at
        is_last = index == len(self.lines) - 1
        may_say = line.words <= _MOST_WORDS_OF_DATE_LINE and any(map(str.isdigit, line.text))
        if in_head or is_last or (may_say and says_published(line.text)):
            dated = self._day_of(line)
            if dated is not None:
                self._believe(line, dated)
                named = author_beside(line, dated) if in_head else None
                self.plan.author = self.plan.author or named
                return AssignedRole(LineRole.BYLINE, "date_line")
        if not in_head or not line.is_text:
            return None
        if (named := named_author(line.text)) is not None:
            self.plan.author = self.plan.author or named
            return AssignedRole(LineRole.BYLINE, "author_line")
        return self._name_line(index)

    def _name_line(self, index: int) -> AssignedRole | None:
        """Tell a name in the head: of the writer, of place and agency, of who is shown."""
        line = self.lines[index]
        if is_desk(line.text):
            self.plan.author = self.plan.author or line.text
            return AssignedRole(LineRole.BYLINE, "author_line")
        if is_place_and_agency(line.text):
            return AssignedRole(LineRole.DATELINE, "place_and_agency")
        if self.writer_next and is_about_writer(line.text):
            self.writer_next = False
            return AssignedRole(LineRole.BYLINE, "author_line")
        below = self.lines[index + 1 : index + 2]
        if reads_as_name(line.text) and below and is_about_writer(below[0].text):
            self.plan.author = self.plan.author or line.text
            self.writer_next = True
            return AssignedRole(LineRole.BYLINE, "author_line")
        is_short = 2 <= line.words <= _MOST_SHOWN_NAME_WORDS and not ends_sentence(line.text)
        if is_short and not line.is_item and line.text in self.first_words:
            self._remember_caption(line)
            return AssignedRole(LineRole.CAPTION, "caption_of_name")
        return None

    def _by_kind(self, index: int) -> AssignedRole:
        line = self.lines[index]
        match line.kind:
            case LineKind.CAPTION:
                if line.hint is LineRole.BODY and self.runs_on[index]:
                    return self._text(index)
                return self._caption(line)
            case LineKind.FURNITURE:
                return AssignedRole(LineRole.FURNITURE, "furniture")
            case LineKind.LINK_CUE:
                if is_link_cue_alone(line.text):
                    self.open_list.begin(
                        AssignedRole(LineRole.FURNITURE, "link"), MOST_LINKS, max(TITLE_WORDS)
                    )
                return AssignedRole(LineRole.FURNITURE, "link_cue")
            case LineKind.TAIL:
                self.in_tail = self.in_tail or self.seen_text
                self.boxes_begun = self.boxes_begun or self.in_tail
                return AssignedRole(LineRole.FURNITURE, "tail_heading")
            case LineKind.COMMENTS:
                self.in_comments = self._comments_begin(index)
                return AssignedRole(LineRole.COMMENTS, "comments")
            case LineKind.SOURCES:
                return self._sources(index)
            case LineKind.TAG:
                if line.words <= _MOST_TAG_WORDS and not line.text.startswith("#"):
                    tag = AssignedRole(LineRole.TAG, "tags")
                    self.open_list.begin(tag, _MOST_TAGS, _MOST_TAG_WORDS)
                return AssignedRole(LineRole.TAG, "tags")
            case LineKind.TEXT:
                is_last = line.hint is None and not self.words_below[index]
                if is_last and is_closing_notice(line.key):
                    return AssignedRole(LineRole.FURNITURE, "furniture")
                return self._text(index)

    def _text(self, index: int) -> AssignedRole:
        line = self.lines[index]
        if self.runs_on[index]:
            self.in_tail = False
        if index < self.place.text_at < len(self.lines) and self.place.title_key:
            return self._above_text(index)
        if self.runs_on[index] and not self.seen_text and has_dateline(line.text):
            return AssignedRole(LineRole.BODY, "dateline")
        return AssignedRole(LineRole.BODY, "text")

    def _above_text(self, index: int) -> AssignedRole:
        """Tell a subtitle from a first short paragraph, and both from a menu."""
        line = self.lines[index]
        # A live blog opens with its first entry, an interview with its first question.
        self.entries_begun = self.entries_begun or _CLOCK.match(line.text) is not None
        is_asked = self.byline_seen and line.text.endswith(("?", "؟"))
        is_question = is_asked and self.runs_on[index + 1]
        is_sentence = line.text.endswith(_FULL_STOPS) and not line.text.endswith("..")
        if line.hint is LineRole.BODY or self.entries_begun or is_question or is_sentence:
            return AssignedRole(LineRole.BODY, "text")
        below_title = index - self.start
        if below_title >= _MOST_STANDFIRST_LINES and line.words < min(TITLE_WORDS):
            return AssignedRole(LineRole.FURNITURE, "furniture")
        return AssignedRole(LineRole.STANDFIRST, "standfirst")

    def _caption(self, line: PageLine) -> AssignedRole:
        if line.key in self.captions:
            return AssignedRole(LineRole.REPEATED, "caption_copy")
        self._remember_caption(line)
        return AssignedRole(LineRole.CAPTION, "caption")

    def _remember_caption(self, line: PageLine) -> None:
        if line.key not in self.captions:
            self.captions.add(line.key)
            self.plan.captions.append(line.text)

    def _sources(self, index: int) -> AssignedRole:
        """Take the sources below a text; above or inside one the word may be a heading."""
        role = AssignedRole(LineRole.SOURCES, "sources")
        line = self.lines[index]
        is_heading = ":" not in line.text.rstrip(": ")
        if is_heading and index + 1 < len(self.lines) and self.runs_on[index + 1]:
            return self._text(index)
        if is_heading:
            self.open_list.begin(role, _MOST_SOURCES, _MOST_SOURCE_WORDS)
        return role

    def _is_bare_day(self, index: int) -> bool:
        """Whether a line is a day and nothing else, as on the cards of other articles."""
        if index >= len(self.lines) or self.lines[index].words > _MOST_WORDS_OF_DAY:
            return False
        text = self.lines[index].text
        if not any(map(str.isdigit, text)):
            return False
        dated = self._day_of(self.lines[index])
        return dated is not None and dated.text.strip() == text.strip()

    def _comments_begin(self, index: int) -> bool:
        """Whether all below are comments, and not the article below a link to them."""
        share = 1.0 if is_comment_form(self.lines[index].text) else 0.5
        return self.seen_text and self.words_below[index] <= share * self.words_above

    def _text_resumes(self, index: int) -> bool:
        """Whether the article goes on here, below something that looked like its end."""
        line = self.lines[index]
        if not self.runs_on[index]:
            return False
        if line.words >= PARAGRAPH_WORDS or self.ends[index] > index + 1:
            return True
        following = self.ends[index]
        return following < len(self.lines) and self.runs_on[following]

    def _day_of(self, line: PageLine) -> ParsedDate | None:
        # Two budgets, so that a menu of words does not use up that of the lines with figures.
        has_figure = any(map(str.isdigit, line.text))
        if not self.bylines_left[has_figure]:
            return None
        self.bylines_left[has_figure] -= 1
        return byline_day(line.source.text, self.place.language, self.place.reference)

    def _dated(self, line: PageLine) -> None:
        dated = self._day_of(line)
        if dated is not None:
            self._believe(line, dated)

    def _believe(self, line: PageLine, dated: ParsedDate) -> None:
        candidate = DateCandidate.of_parsed(
            dated,
            PublishedOrigin.BYLINE,
            is_update=says_only_updated(line.source.text, dated),
        )
        self.plan.dates.append(candidate)
