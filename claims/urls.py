"""The addresses of the desk and of the public side."""

from __future__ import annotations

from django.urls import include, path, register_converter

from claims.views import feeds, public
from claims.views.converters import SiteLanguage
from claims.views.desk import cases, components, history, intake, items, jobs, pictures, verdicts

register_converter(SiteLanguage, "site_language")

desk = [
    path("", items.inbox, name="inbox"),
    path("intake/", intake.intake, name="intake"),
    path("items/<uuid:pk>/", items.item, name="item"),
    path("items/<uuid:pk>/published/", items.published, name="item_published"),
    path("items/<uuid:pk>/again/", items.again, name="item_again"),
    path("items/<uuid:pk>/claim/", cases.record, name="record_claim"),
    path("claims/", cases.claims, name="claims"),
    path("claims/<uuid:pk>/", cases.claim, name="claim"),
    path("claims/<uuid:pk>/edit/", cases.edit, name="claim_edit"),
    path("claims/<uuid:pk>/event/", cases.event, name="claim_event"),
    path("claims/<uuid:pk>/appearance/", cases.appearance, name="claim_appearance"),
    path("claims/<uuid:pk>/statement/", cases.statement, name="claim_statement"),
    path("claims/<uuid:pk>/move/<str:move>/", cases.move, name="case_move"),
    path("claims/<uuid:pk>/history/", history.history, name="claim_history"),
    path("claims/<uuid:pk>/sources/", verdicts.sources, name="sources"),
    path("claims/<uuid:pk>/verdict/<site_language:language>/", verdicts.edit, name="verdict"),
    path("revisions/<uuid:pk>/preview/", verdicts.preview, name="preview"),
    path("revisions/<uuid:pk>/review/", verdicts.review, name="revision"),
    path("revisions/<uuid:pk>/move/<str:move>/", verdicts.move, name="text_move"),
    path("revisions/<uuid:pk>/changes/", history.changes, name="changes"),
    path("revisions/<uuid:pk>/correct/", verdicts.correct, name="correct"),
    path("review/", verdicts.queue, name="review"),
    path("published/", verdicts.published, name="published"),
    path("pictures/", pictures.pictures, name="pictures"),
    path("pictures/<uuid:pk>/", pictures.picture, name="picture"),
    path("pictures/<uuid:pk>/copy-<int:size>.webp", pictures.copy, name="picture_copy"),
    path("pictures/<uuid:pk>/original/", pictures.original, name="picture_original"),
    path("pictures/<uuid:pk>/evidence/", pictures.evidence, name="evidence_add"),
    path("evidence/<int:pk>/withdraw/", pictures.withdraw, name="evidence_withdraw"),
    path("matches/<int:pk>/", pictures.decide, name="match_decide"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/again/", jobs.again, name="job_again"),
    path("jobs/<int:pk>/give-up/", jobs.give_up, name="job_give_up"),
    path("components/", components.components, name="components"),
]

public_pages = [
    path("", public.root, name="root"),
    path("<site_language:language>/", public.home, name="home"),
    path("<site_language:language>/v/<str:public_id>/", public.verdict, name="verdict"),
    path(
        "<site_language:language>/v/<str:public_id>.json", public.verdict_json, name="verdict_json"
    ),
    path("<site_language:language>/v/<str:public_id>/history/", public.history, name="history"),
    path(
        "<site_language:language>/v/<str:public_id>/versions/<int:number>/",
        public.version,
        name="version",
    ),
    path(
        "<site_language:language>/v/<str:public_id>/picture/<uuid:asset_id>-<int:size>.webp",
        public.picture,
        name="picture",
    ),
    path("<site_language:language>/methodology/", public.methodology, name="methodology"),
    path("<site_language:language>/corrections/", public.corrections, name="corrections"),
    path("<site_language:language>/feed.xml", feeds.VerdictFeed(), name="feed"),
    path(".well-known/bayyina-history.json", public.history_head, name="history_head"),
]

urlpatterns = [
    path("desk/", include((desk, "desk"))),
    path("", include((public_pages, "public"))),
]
