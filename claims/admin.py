"""The admin: people, outlets, ratings, lists of trust, what readers send in. Publishes nothing.

Nothing of the editorial work is registered here, and no status is written: the admin calls
the same actions as everyone. Administrators are staff accounts of the group "admin";
a superuser may do the same here, and has no role at the desk by it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.actions.moderation import AlreadyModerated, mark_spam, promote
from claims.actions.redaction import redact_kept
from claims.forms.redactions import RedactionForm
from claims.forms.trust import NewTrustListForm, RetireTrustListForm
from claims.models import Outlet, Rating, RatingLabel, Submission
from claims.permissions import can_manage
from media_provenance.actions import (
    RedactedAlready,
    add_trust_list,
    read_trust_list,
    retire_trust_list,
)
from media_provenance.domain.trust_lists import TrustKind
from media_provenance.models import Capture, Redaction, RedactionReason, TrustList
from media_provenance.queries import what_stays
from media_provenance.wording import staying_sentences

if TYPE_CHECKING:
    PeopleAdmin = UserAdmin[User]
    OutletModelAdmin = admin.ModelAdmin[Outlet]
    RatingModelAdmin = admin.ModelAdmin[Rating]
    SubmissionModelAdmin = admin.ModelAdmin[Submission]
    RedactionModelAdmin = admin.ModelAdmin[Redaction]
    TrustModelAdmin = admin.ModelAdmin[TrustList]
    LabelInline = admin.StackedInline[RatingLabel, Rating]
else:
    PeopleAdmin = UserAdmin
    OutletModelAdmin = RatingModelAdmin = SubmissionModelAdmin = admin.ModelAdmin
    RedactionModelAdmin = TrustModelAdmin = admin.ModelAdmin
    LabelInline = admin.StackedInline

admin.site.site_header = gettext_lazy("Administration")
admin.site.site_title = gettext_lazy("Administration")
admin.site.index_title = gettext_lazy("People and settings")
# Where "view site" leads: back to the desk, from which people come.
admin.site.site_url = reverse_lazy("desk:inbox")  # type: ignore[assignment]  # typed as str; Django resolves it
# Roles are the groups of the same names; there are no others to make.
admin.site.unregister(Group)
admin.site.unregister(User)


def _manages(request: HttpRequest) -> bool:
    user = request.user
    return user.is_active and (user.is_superuser or can_manage(user))


class ForAdministrators:
    """Asks the newsroom's own permission in place of Django's table of permissions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _manages(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _manages(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _manages(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _manages(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _manages(request)


@admin.register(User)
class PersonAdmin(ForAdministrators, PeopleAdmin):
    """People and their roles. Nobody is deleted, because the history names them."""

    list_display = ("username", "first_name", "last_name", "roles", "is_active")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            gettext_lazy("Roles"),
            {
                "fields": ("is_active", "groups", "is_staff"),
                "description": gettext_lazy(
                    "Take away “active” instead of deleting an account. “Staff” lets an "
                    "administrator open these pages."
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: User) -> str:
        return ", ".join(group.name for group in person.groups.all())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Outlet)
class OutletAdmin(ForAdministrators, OutletModelAdmin):
    """Who publishes, as met while reading; names and notes are put right here."""

    list_display = ("name", "domain", "language")
    search_fields = ("name", "domain")


class RatingLabelInline(ForAdministrators, LabelInline):
    """The words of a rating in each language."""

    model = RatingLabel
    extra = 0


@admin.register(Rating)
class RatingAdmin(ForAdministrators, RatingModelAdmin):
    """The scale. A key never changes, and a rating is put out of use, not deleted."""

    list_display = ("key", "position", "value", "look", "in_use")
    inlines = (RatingLabelInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("key",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Submission)
class SubmissionAdmin(ForAdministrators, SubmissionModelAdmin):
    """What readers send in: read, decided about, and erased; never edited."""

    list_display = ("__str__", "language", "state", "received_on", "claim")
    list_filter = ("state", "language")
    search_fields = ("text", "url")
    date_hierarchy = "received_on"
    actions = ("promote_chosen", "mark_chosen_as_spam")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # Django leaves out actions for those who may not change: these ask their own permission.
    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return _manages(request)

    @admin.action(description=gettext_lazy("Make claims of these"), permissions=["moderate"])
    def promote_chosen(self, request: HttpRequest, chosen: QuerySet[Submission]) -> None:
        done = self._each(request, chosen, promote)
        self.message_user(
            request,
            ngettext(
                "%(count)s claim was made.",
                "%(count)s claims were made.",
                done,
            )
            % {"count": done},
            messages.SUCCESS,
        )

    @admin.action(description=gettext_lazy("Mark as spam"), permissions=["moderate"])
    def mark_chosen_as_spam(self, request: HttpRequest, chosen: QuerySet[Submission]) -> None:
        done = self._each(request, chosen, mark_spam)
        self.message_user(
            request,
            ngettext(
                "%(count)s message was marked as spam.",
                "%(count)s messages were marked as spam.",
                done,
            )
            % {"count": done},
            messages.SUCCESS,
        )

    def _each(
        self,
        request: HttpRequest,
        chosen: QuerySet[Submission],
        action: Callable[..., object],
    ) -> int:
        """Do it to each that is new, and say how many had been decided about before."""
        done, late = 0, 0
        for submission_id in list(chosen.values_list("pk", flat=True)):
            try:
                action(submission_id, by=request.user)
            except AlreadyModerated:
                late += 1
            else:
                done += 1
        if late:
            self.message_user(
                request, _("Some had been decided about before and were left."), messages.WARNING
            )
        return done


@admin.register(TrustList)
class TrustListAdmin(ForAdministrators, TrustModelAdmin):
    """By whose word Content Credentials are judged. A list is added or retired, never changed."""

    list_display = ("name", "kind", "entries", "added_at", "retired_at")
    list_filter = ("kind",)

    def get_form(
        self,
        request: HttpRequest,
        obj: TrustList | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        kwargs["form"] = NewTrustListForm if obj is None else RetireTrustListForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: TrustList | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("name", "kind", "text")
        known = ("name", "kind", "entries", "listed", "sha256", "added_by", "added_at")
        if obj.retired_at is None:
            return (*known, "retired_reason")
        return (*known, "retired_at", "retired_by", "retired_reason")

    def get_readonly_fields(
        self, request: HttpRequest, obj: TrustList | None = None
    ) -> tuple[str, ...]:
        if obj is None:
            return ()
        return tuple(name for name in self.get_fields(request, obj) if name != "retired_reason")

    def has_change_permission(self, request: HttpRequest, obj: TrustList | None = None) -> bool:
        is_retired = obj is not None and obj.retired_at is not None
        return not is_retired and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("what stands in it"))
    def listed(self, trust_list: TrustList) -> str:
        read = read_trust_list(TrustKind(trust_list.kind), trust_list.text)
        certificates = format_html_join(
            "",
            '<li><bdi dir="ltr">{}</bdi><br>{} <bdi dir="ltr">{}</bdi> · <bdi dir="ltr">{}</bdi>'
            '<br><bdi dir="ltr">{}</bdi></li>',
            (
                (
                    one.subject,
                    _("valid until"),
                    one.until_at.date().isoformat(),
                    one.key,
                    one.sha256,
                )
                for one in read.certificates
            ),
        )
        purposes = format_html_join(
            "", '<li><bdi dir="ltr">{}</bdi></li>', ((one,) for one in read.purposes)
        )
        return format_html("<ol>{}{}</ol>", certificates, purposes)

    def save_model(self, request: HttpRequest, obj: TrustList, form: Any, change: bool) -> None:
        by = cast("User", request.user)
        if change:
            retire_trust_list(obj, reason=form.cleaned_data["retired_reason"], by=by)
            return
        fields = form.cleaned_data
        obj.pk = add_trust_list(fields["name"], TrustKind(fields["kind"]), fields["text"], by=by).pk
        obj.refresh_from_db()


@admin.register(Redaction)
class RedactionAdmin(ForAdministrators, RedactionModelAdmin):
    """Which captures were taken away, and why. One is added after a second question, for good."""

    list_display = ("sha256", "reason", "redacted_at", "redacted_by")
    list_filter = ("reason",)
    search_fields: ClassVar = ("sha256",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask which capture and why; say what goes and what stays; then do it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = RedactionForm(request.POST if request.method == "POST" else None)
        shown: dict[str, Any] = {"form": form, "title": _("Redact a capture")}
        if form.is_valid():
            capture: Capture = form.cleaned_data["capture"]
            if request.POST.get("confirmed") == "yes":
                return self._redact(request, capture, form)
            left = what_stays(capture.sha256)
            same = Capture.objects.filter(sha256=capture.sha256).exclude(pk=capture.pk)
            shown |= {
                "capture": capture,
                "others": same.count(),
                "stays": staying_sentences(picture_id=left.picture_id, links=left.links),
                "reason": RedactionReason(form.cleaned_data["reason"]).label,
            }
        context = {**self.admin_site.each_context(request), **shown}
        return render(request, "admin/redact_capture.html", context)

    def _redact(self, request: HttpRequest, capture: Capture, form: RedactionForm) -> HttpResponse:
        by = cast("User", request.user)
        reason = RedactionReason(form.cleaned_data["reason"])
        try:
            redaction = redact_kept(capture.sha256, reason, form.cleaned_data["note"], by=by)
        except RedactedAlready as error:
            # By somebody else, in this moment.
            self.message_user(request, str(error), messages.WARNING)
        else:
            self.log_addition(request, redaction, "Redacted.")
            message = _("The capture is redacted. Its files are being removed in the background.")
            self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:media_provenance_redaction_changelist")
