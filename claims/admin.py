"""The admin: people, outlets, ratings, and what readers send in. It publishes nothing.

Nothing of the editorial work is registered here, and no status is written: the admin calls
the same actions as everyone. Administrators are staff accounts of the group "admin";
a superuser may do the same here, and has no role at the desk by it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.actions.moderation import AlreadyModerated, mark_spam, promote
from claims.models import Outlet, Rating, RatingLabel, Submission
from claims.permissions import can_manage

if TYPE_CHECKING:
    PeopleAdmin = UserAdmin[User]
    OutletModelAdmin = admin.ModelAdmin[Outlet]
    RatingModelAdmin = admin.ModelAdmin[Rating]
    SubmissionModelAdmin = admin.ModelAdmin[Submission]
    LabelInline = admin.StackedInline[RatingLabel, Rating]
else:
    PeopleAdmin = UserAdmin
    OutletModelAdmin = RatingModelAdmin = SubmissionModelAdmin = admin.ModelAdmin
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
