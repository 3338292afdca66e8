"""Which app answers which address. No rules here."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from factcheck.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("desk/language/", set_language, name="set_language"),
    path("desk/admin/", admin.site.urls),
    path("", include("claims.urls")),
]
