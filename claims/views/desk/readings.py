"""What an editor says of a reading: how many articles it is, which lines, and what is wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from claims.actions.readings import (
    CannotReadAnew,
    CannotSplitHere,
    ChangedMeanwhile,
    NoSuchLine,
    NotTheSamePage,
    TextTooLong,
    confirm_offered,
    correct_author,
    correct_language,
    correct_title,
    drop_line,
    join_item,
    keep_line,
    keep_site_line,
    leave_out_site_line,
    move_picture,
    read_anew,
    refuse_offered,
    replace_text,
    split_item,
    undo_correction,
)
from claims.domain.word_changes import word_changes
from claims.forms.readings import HeadForm, MovePictureForm, TextForm
from claims.models import NewsItem, ReadingCorrection, SiteLine
from claims.models.news_item import ReadingState
from claims.permissions import check_can_correct_reading
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.items import show_item

# The highest number that a column of ours holds; a larger one is no line of any page.
MOST_LINE = 2_147_483_647


@require_POST
@desk_page
def anew(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Read the stored copy once more with the present reader."""
    item = get_object_or_404(NewsItem, pk=pk)
    try:
        first = read_anew(item, by=request.user)
    except CannotReadAnew as refused:
        messages.error(request, str(refused))
    else:
        waits = first.state == ReadingState.WAITING
        messages.success(request, _("It is being read anew.") if waits else _("It was read anew."))
    return redirect("desk:item", pk=pk)


@require_POST
@desk_page
def offered(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Say whether the page holds the articles that it seems to hold."""
    item = get_object_or_404(NewsItem, pk=pk)
    if request.POST.get("answer") == "yes":
        parts = confirm_offered(item, by=request.user)
        messages.success(
            request,
            ngettext(
                "The page is two articles now; the other one is an item of its own.",
                "The page is several articles now; the others are items of their own.",
                len(parts),
            ),
        )
    else:
        refuse_offered(item, by=request.user)
        messages.success(request, _("The page stays one article."))
    return redirect("desk:item", pk=pk)


@require_POST
@desk_page
def join(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Give a part back to its page."""
    part = get_object_or_404(NewsItem, pk=pk)
    first = join_item(part, by=request.user)
    messages.success(request, _("The two are one article again."))
    return redirect("desk:item", pk=first.pk)


@require_POST
@desk_page
def line(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Keep a line, leave it out, keep it on all pages of its site, or begin an article at it."""
    check_can_correct_reading(request.user)
    item = get_object_or_404(NewsItem, pk=pk)
    what, number = _asked(request)
    back = redirect(f"{reverse('desk:item', args=[pk])}#line-{number}")
    try:
        if what == "split":
            part = split_item(item, number, by=request.user)
            messages.success(request, _("This article begins at the line you chose."))
            return redirect("desk:item", pk=part.pk)
        if what in {"always", "never"}:
            _decide_site_line(request, get_object_or_404(SiteLine, pk=number), what)
            return redirect("desk:item", pk=pk)
        if what == "keep":
            keep_line(item, number, by=request.user)
            messages.success(request, _("The line is in the text."))
        elif what == "drop":
            drop_line(item, number, by=request.user)
            messages.success(request, _("The line is left out of the text."))
    except (CannotSplitHere, NoSuchLine) as refused:
        messages.error(request, str(refused))
    return back


def _decide_site_line(request: DeskRequest, site_line: SiteLine, what: str) -> None:
    if what == "always":
        keep_site_line(site_line, by=request.user)
        said = _("This line counts as text on all pages of this site from now on.")
    else:
        leave_out_site_line(site_line, by=request.user)
        said = _("This line is left out on all pages of this site from now on.")
    messages.success(request, said)


def _asked(request: DeskRequest) -> tuple[str, int]:
    """Return which button was pressed and its number; an unknown one is no line of the page."""
    for what in ("keep", "drop", "always", "never", "split"):
        written = request.POST.get(what, "")
        if written.isascii() and written.isdigit() and int(written) <= MOST_LINE:
            return what, int(written)
    return "", 0


@require_POST
@desk_page
def picture(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Give a picture to another article of the same page."""
    check_can_correct_reading(request.user)
    item = get_object_or_404(NewsItem, pk=pk)
    form = MovePictureForm(request.POST, item=item)
    if not form.is_valid():
        messages.error(request, _("Choose a picture of this item, and an article of its page."))
        return redirect("desk:item_pictures", pk=pk)
    to = form.cleaned_data["to"]
    try:
        move_picture(form.cleaned_data["picture"], to, by=request.user)
    except NotTheSamePage as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The picture belongs to the article you chose."))
    return redirect("desk:item_pictures", pk=pk)


@require_POST
@desk_page
def correct(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Put right the text, or what stands at the head of the item."""
    check_can_correct_reading(request.user)
    item = get_object_or_404(NewsItem, pk=pk)
    if request.POST.get("part") == "head":
        return _correct_head(request, item)
    form = TextForm(request.POST)
    if not form.is_valid():
        return show_item(request, pk, tab="corrections", text_form=form)
    given = form.cleaned_data
    try:
        made = replace_text(item, given["text"], expected_version=given["version"], by=request.user)
    except TextTooLong as refused:
        form.add_error("text", str(refused))
        return show_item(request, pk, tab="corrections", text_form=form)
    except ChangedMeanwhile as changed:
        return _conflict(request, changed, given["text"])
    if made:
        messages.success(
            request,
            ngettext(
                "The text is saved, with %(count)s change.",
                "The text is saved, with %(count)s changes.",
                len(made),
            )
            % {"count": len(made)},
        )
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("desk:item_corrections", pk=pk)


def _conflict(request: DeskRequest, changed: ChangedMeanwhile, typed: str) -> HttpResponseBase:
    """Show both versions; what was typed can be saved knowingly over what is there now."""
    item = changed.item
    form = TextForm({"version": item.text_version, "text": typed})
    form.is_valid()
    return show_item(
        request,
        item.pk,
        tab="corrections",
        text_form=form,
        conflict=word_changes(item.text, typed),
        status=409,
    )


def _correct_head(request: DeskRequest, item: NewsItem) -> HttpResponseBase:
    form = HeadForm(request.POST, item=item)
    if not form.is_valid():
        return show_item(request, item.pk, tab="corrections", head_form=form)
    given = form.cleaned_data
    try:
        if given["title"] != given["title_before"]:
            correct_title(item, given["title"], by=request.user, before=given["title_before"])
        if given["author"] != given["author_before"]:
            correct_author(item, given["author"], by=request.user, before=given["author_before"])
        if given["language"] != given["language_before"]:
            correct_language(
                item, given["language"], by=request.user, before=given["language_before"]
            )
    except ChangedMeanwhile as changed:
        form.add_error(None, str(changed))
        return show_item(request, item.pk, tab="corrections", head_form=form, status=409)
    messages.success(request, _("Title, author and language are saved."))
    return redirect("desk:item_corrections", pk=item.pk)


@require_POST
@desk_page
def undo(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take a correction back."""
    correction = get_object_or_404(ReadingCorrection, pk=pk)
    undo_correction(correction, by=request.user)
    messages.success(request, _("The correction is taken back."))
    return redirect("desk:item_corrections", pk=correction.news_item_id)
