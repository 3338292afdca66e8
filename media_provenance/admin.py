"""Pictures in Django's admin: to be looked at, not changed.

What is changed about them is changed at the desk, through actions, with its consequences. Nothing
can be added, edited or deleted here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from media_provenance.models import (
    Capture,
    DatingQuestion,
    Evidence,
    Finding,
    HarderSearch,
    Match,
    MatchDecision,
    MediaAsset,
    PictureSearch,
)

if TYPE_CHECKING:
    _ReadOnlyBase = admin.ModelAdmin[Any]
else:
    _ReadOnlyBase = admin.ModelAdmin


class ReadOnlyAdmin(_ReadOnlyBase):
    """A list and a page for each row, and no way to change one."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(MediaAsset)
class MediaAssetAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "state", "refusal", "width", "height", "added_at")
    list_filter = ("state",)
    search_fields: ClassVar = ("sha256", "original_name")


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("kind", "role", "grade", "operator", "earliest", "latest", "withdrawn_at")
    list_filter = ("kind", "grade", "method")
    search_fields: ClassVar = ("source_url", "operator")


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "distance", "orientation", "decision", "decided_by", "decided_at")
    list_filter = ("match_class", "decision")


@admin.register(DatingQuestion)
class DatingQuestionAdmin(ReadOnlyAdmin):
    list_display = ("asked_for", "asset", "event_first_day", "event_last_day", "asked_at")
    search_fields: ClassVar = ("asked_for",)


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    list_display = ("kind", "strength", "existed_by_day", "at_least_days", "superseded_at")
    list_filter = ("kind", "strength")


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    list_display = ("kind", "url", "status", "byte_size", "captured_at")
    list_filter = ("kind",)
    search_fields: ClassVar = ("url", "sha256")


@admin.register(MatchDecision)
class MatchDecisionAdmin(ReadOnlyAdmin):
    list_display = ("match", "was", "decision", "decided_by", "decided_at")
    list_filter = ("decision",)
    list_select_related = ("match", "decided_by")


@admin.register(PictureSearch)
class PictureSearchAdmin(ReadOnlyAdmin):
    """Who searched when, and how it ended; what was found is shown at the desk."""

    list_display = ("id", "state", "effort", "asked_by", "asked_at", "searched_at", "erase_at")
    list_filter = ("state",)
    exclude = ("results",)


@admin.register(HarderSearch)
class HarderSearchAdmin(ReadOnlyAdmin):
    list_display = ("asset", "asked_by", "asked_at", "done_at")
