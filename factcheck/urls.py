"""Which app answers which address. No rules here."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from factcheck.health import healthz

# allauth asks for it by this name when somebody confirms too often.
handler429 = "factcheck.signing_in.guessing.too_many_requests"

# Says what to do about a form that is too large.
handler400 = "factcheck.refusals.bad_request"

# Says what is the matter when the database or the disk is away.
handler500 = "factcheck.outages.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("desk/language/", set_language, name="set_language"),
    path("desk/", include("factcheck.signing_in.urls")),
    path("desk/admin/", admin.site.urls),
    path("", include("claims.urls")),
]
