"""The addresses of the desk and of the public side."""

from __future__ import annotations

from django.urls import include, path, register_converter

from claims.views import data_feed, feeds, public
from claims.views.converters import SiteLanguage
from claims.views.desk import (
    cases,
    components,
    dating,
    finding_alerts,
    history,
    intake,
    item_copies,
    items,
    jobs,
    look_elsewhere,
    other_checks,
    packs,
    picture_comparisons,
    picture_searches,
    pictures,
    readings,
    reviews,
    sources,
    suggestions,
    verdicts,
)

register_converter(SiteLanguage, "site_language")

desk = [
    path("", items.inbox, name="inbox"),
    path("intake/", intake.intake, name="intake"),
    path("items/<uuid:pk>/", items.item, name="item"),
    path("items/<uuid:pk>/claims/", items.item_claims, name="item_claims"),
    path("items/<uuid:pk>/pictures/", items.item_pictures, name="item_pictures"),
    path("items/<uuid:pk>/corrections/", items.item_corrections, name="item_corrections"),
    path("items/<uuid:pk>/copy/", item_copies.item_copy, name="item_copy"),
    path("items/<uuid:pk>/read-anew/", readings.anew, name="item_read_anew"),
    path("items/<uuid:pk>/articles/", readings.offered, name="item_offered"),
    path("items/<uuid:pk>/join/", readings.join, name="item_join"),
    path("items/<uuid:pk>/line/", readings.line, name="item_line"),
    path("items/<uuid:pk>/picture/", readings.picture, name="item_picture"),
    path("items/<uuid:pk>/correct/", readings.correct, name="item_correct"),
    path("items/<uuid:pk>/posts/<int:number>/", suggestions.post, name="item_post"),
    path("reading-corrections/<int:pk>/undo/", readings.undo, name="correction_undo"),
    path("suggestions/<int:pk>/accept/", suggestions.accept, name="suggestion_accept"),
    path("suggestions/<int:pk>/edit/", suggestions.edit, name="suggestion_edit"),
    path("suggestions/<int:pk>/reject/", suggestions.reject, name="suggestion_reject"),
    path("suggestions/<int:pk>/undo/", suggestions.undo, name="suggestion_undo"),
    path("items/<uuid:pk>/published/", items.published, name="item_published"),
    path("items/<uuid:pk>/again/", items.again, name="item_again"),
    path("items/<uuid:pk>/fetch/", items.fetch, name="item_fetch"),
    path("items/<uuid:pk>/claim/", cases.record, name="record_claim"),
    path("claims/", cases.claims, name="claims"),
    path("claims/<uuid:pk>/", cases.claim, name="claim"),
    path("claims/<uuid:pk>/edit/", cases.edit, name="claim_edit"),
    path("claims/<uuid:pk>/event/", cases.event, name="claim_event"),
    path("claims/<uuid:pk>/appearance/", cases.appearance, name="claim_appearance"),
    path("claims/<uuid:pk>/statement/", cases.statement, name="claim_statement"),
    path("claims/<uuid:pk>/move/<str:move>/", cases.move, name="case_move"),
    path("claims/<uuid:pk>/history/", history.history, name="claim_history"),
    path("claims/<uuid:pk>/pack/", packs.pack, name="pack"),
    path("claims/<uuid:pk>/pack/file/", packs.file, name="pack_file"),
    path("kept/<int:number>/<str:role>/", packs.kept, name="kept_file"),
    path("claims/<uuid:pk>/sources/", sources.sources, name="sources"),
    path("claims/<uuid:pk>/verdict/<site_language:language>/", verdicts.edit, name="verdict"),
    path("revisions/<uuid:pk>/preview/", verdicts.preview, name="preview"),
    path("revisions/<uuid:pk>/review/", reviews.review, name="revision"),
    path("revisions/<uuid:pk>/move/<str:move>/", reviews.move, name="text_move"),
    path("revisions/<uuid:pk>/changes/", history.changes, name="changes"),
    path("revisions/<uuid:pk>/correct/", reviews.correct, name="correct"),
    path("finding-alerts/<int:pk>/take-up/", finding_alerts.take_up, name="alert_take_up"),
    path(
        "finding-alerts/<int:pk>/still-holds/", finding_alerts.still_holds, name="alert_still_holds"
    ),
    path("review/", reviews.queue, name="review"),
    path("published/", reviews.published, name="published"),
    path("pictures/", pictures.pictures, name="pictures"),
    path("pictures/<uuid:pk>/", pictures.picture, name="picture"),
    path("pictures/<uuid:pk>/copy-<int:size>.webp", pictures.copy, name="picture_copy"),
    path("pictures/<uuid:pk>/original/", pictures.original, name="picture_original"),
    path("pictures/<uuid:pk>/dating/", dating.dating, name="picture_dating"),
    path("pictures/<uuid:pk>/event/<uuid:claim>/", dating.event, name="picture_event"),
    path("pictures/<uuid:pk>/evidence/", dating.evidence, name="evidence_add"),
    path("evidence/<int:pk>/withdraw/", dating.withdraw, name="evidence_withdraw"),
    path("evidence/<int:pk>/put-back/", dating.put_back, name="evidence_put_back"),
    path("evidence/<int:pk>/check/", dating.check, name="evidence_check"),
    path("pictures/<uuid:pk>/family/", picture_comparisons.family, name="picture_family"),
    path("pictures/<uuid:pk>/harder/", pictures.harder, name="picture_search_harder"),
    path("matches/<int:pk>/", picture_comparisons.decide, name="match_decide"),
    path("matches/<int:pk>/second/", picture_comparisons.second_word, name="match_second"),
    path("matches/<int:pk>/compare/", picture_comparisons.compare, name="match_compare"),
    path(
        "matches/<int:pk>/<uuid:seen_from>/<str:kind>.webp",
        picture_comparisons.drawing,
        name="match_drawing",
    ),
    path("pictures/<uuid:pk>/elsewhere/", look_elsewhere.ask, name="look_elsewhere"),
    path("provider-calls/<uuid:pk>/again/", look_elsewhere.again, name="call_again"),
    path("leads/<int:pk>/record/", look_elsewhere.record, name="lead_record"),
    path("leads/<int:pk>/dismiss/", look_elsewhere.dismiss, name="lead_dismiss"),
    path("leads/<int:pk>/fetch/", look_elsewhere.fetch, name="lead_fetch"),
    path("leads/<int:pk>/take-in/", look_elsewhere.take_in, name="lead_take_in"),
    path("claims/<uuid:pk>/other-checks/", other_checks.ask, name="checks_ask"),
    path(
        "claims/<uuid:claim>/other-checks/<uuid:pk>/again/", other_checks.again, name="checks_again"
    ),
    path("claims/<uuid:claim>/other-checks/<int:pk>/cite/", other_checks.cite, name="checks_cite"),
    path(
        "claims/<uuid:claim>/other-checks/<int:pk>/dismiss/",
        other_checks.dismiss,
        name="checks_dismiss",
    ),
    path("find-picture/", picture_searches.find, name="find_picture"),
    path("find-picture/<uuid:pk>/", picture_searches.search, name="search"),
    path("find-picture/<uuid:pk>/copy.webp", picture_searches.copy, name="search_copy"),
    path(
        "find-picture/<uuid:pk>/compare/<uuid:asset>/",
        picture_searches.compare,
        name="search_compare",
    ),
    path(
        "find-picture/<uuid:pk>/<uuid:asset>/<str:kind>.webp",
        picture_searches.drawing,
        name="search_drawing",
    ),
    path("find-picture/<uuid:pk>/harder/", picture_searches.harder, name="search_harder"),
    path("find-picture/<uuid:pk>/keep/", picture_searches.keep, name="search_keep"),
    path("find-picture/<uuid:pk>/erase/", picture_searches.erase, name="search_erase"),
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
    path("<site_language:language>/feed.atom", feeds.VerdictAtomFeed(), name="atom"),
    path("data/feed.json", data_feed.feed, name="data_feed"),
    path(".well-known/bayyina-history.json", public.history_head, name="history_head"),
]

urlpatterns = [
    path("desk/", include((desk, "desk"))),
    path("", include((public_pages, "public"))),
]
