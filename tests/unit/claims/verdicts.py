"""Published verdicts to test with: the smallest valid one, and the model case in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from claims.domain.claimreview import Addresses
from claims.domain.published import (
    PublishedAppearance,
    PublishedClaim,
    PublishedClaimant,
    PublishedCorrection,
    PublishedEvidence,
    PublishedFinding,
    PublishedPicture,
    PublishedRating,
    PublishedSource,
    PublishedVerdict,
)
from media_provenance.domain.date_evidence import (
    EvidenceKind,
    Grade,
    MatchClass,
    ObjectKind,
    Role,
    instants_of,
)
from media_provenance.domain.findings import Conflict, ConflictKind, FindingKind, Strength
from multilingual.intervals import DateInterval

FIRST = datetime(2024, 6, 25, 9, 30, tzinfo=UTC)
LATER = datetime(2024, 6, 26, 10, 0, 0, 250, tzinfo=UTC)
WAS_ONLINE = DateInterval.of_day(date(2022, 8, 14))
CIRCULATED_ID = "1b4e28ba-2fa1-51d2-883f-0016d3cca427"
EARLIER_ID = "6fa459ea-ee8a-5ca4-894e-db77e160355e"

MISLEADING = PublishedRating(
    key="misleading",
    label="مُضلِّل",
    definition="في الادعاء عنصر حقيقي قُدِّم على نحو يدفع إلى استنتاج خاطئ.",
    look="misleading",
    value=2,
)
UNPROVEN = PublishedRating("unproven", "Non prouvé", "Aucune preuve suffisante.", "unproven", None)

SMALLEST = PublishedVerdict(
    public_id="7hQ2mXbRk9TzVn4cWyPdAe",
    language="ar",
    revision_number=1,
    rating=MISLEADING,
    media_category="",
    headline="الصورة قديمة ولا علاقة لها بالاجتماع",
    summary="نُشرت الصورة قبل الحدث بنحو عامين.",
    body="<p>بحثنا عن أصل الصورة.</p>",
    claim=PublishedClaim("صورة من اجتماع جرى هذا الأسبوع", "صورة من اجتماع جرى هذا الأسبوع", "ar"),
    organization="غرفة أخبار تجريبية",
    first_published_at=FIRST,
    published_at=FIRST,
)

SEEN = PublishedEvidence(
    id="17",
    kind=EvidenceKind.PUBLISHER_DATE,
    role=Role.SEEN,
    match=MatchClass.HUMAN,
    earliest=instants_of(WAS_ONLINE).earliest,
    latest=instants_of(WAS_ONLINE).latest,
    grade=Grade.C,
    operator="earlier.example",
    speaks_of=ObjectKind.PICTURE,
    zone_known=False,
    source_url="https://earlier.example/2022/08/14/meeting",
    source_title="لقاء تجاري",
    source_language="ar",
)
STAMPED = replace(
    SEEN,
    id="18",
    kind=EvidenceKind.EXIF_ORIGINAL,
    role=Role.CAPTURED,
    match=MatchClass.EXACT,
    earliest=datetime(2024, 6, 20, 9, tzinfo=UTC),
    latest=datetime(2024, 6, 20, 9, tzinfo=UTC),
    grade=Grade.D,
    operator="",
    speaks_of=ObjectKind.BYTES,
    zone_known=True,
    source_url="",
    source_title="",
    source_language="",
)
FINDING = PublishedFinding(
    asset_id=CIRCULATED_ID,
    kind=FindingKind.PUBLISHER_SAYS_PREDATES,
    strength=Strength.SUGGESTED,
    event_first_day=date(2024, 6, 20),
    event_last_day=date(2024, 6, 23),
    existed_by=SEEN.latest,
    existed_by_day=WAS_ONLINE.latest,
    metadata_day=None,
    not_before=None,
    not_before_day=None,
    at_least_days=673,
    at_least_hours=None,
    rests_on=("17",),
    conflicts=(Conflict("18", "17", ConflictKind.STRONGER_SAYS_EARLIER),),
    rule_version=1,
    recorded_at=datetime(2024, 6, 24, 12, tzinfo=UTC),
    evidence=(SEEN, STAMPED),
)

MODEL_CASE = replace(
    SMALLEST,
    revision_number=2,
    media_category="DecontextualizedContent",
    published_at=LATER,
    claimant=PublishedClaimant(
        kind="person",
        name="Zoé Müller",
        language="fr",
        job_title="députée",
        same_as="https://z.example/",
    ),
    appearances=(
        PublishedAppearance(platform="WhatsApp", account="مجموعة مغلقة"),
        PublishedAppearance(url="https://later.example/b"),
        PublishedAppearance(
            url="https://first.example/a",
            first_day=date(2024, 6, 20),
            last_day=date(2024, 6, 20),
            archived_url="https://archive.example/a",
        ),
    ),
    pictures=(
        PublishedPicture(
            asset_id=CIRCULATED_ID,
            role="circulated",
            alt="رجال حول طاولة",
            caption="كما انتشرت",
            width=1200,
            height=800,
            sha256="a" * 64,
        ),
        PublishedPicture(
            asset_id=EARLIER_ID,
            role="earlier",
            alt="الطاولة نفسها",
            caption="كما نُشرت في آب/أغسطس 2022",
            width=300,
            height=400,
            sha256="b" * 64,
        ),
    ),
    finding=FINDING,
    sources=(
        PublishedSource(
            position=1,
            kind="fact_check",
            title="बैठक की पुरानी तस्वीर",
            publisher="Vérif",
            language="hi",
            url="https://source.example/1",
            quote="« ancienne »",
            accessed_on=date(2024, 6, 24),
        ),
    ),
    corrections=(PublishedCorrection("correction", "صححنا تاريخ النشر.", LATER),),
)

PAGE = "https://bayyina.example/ar/v/7hQ2mXbRk9TzVn4cWyPdAe/"
ADDRESSES = Addresses(
    page=PAGE,
    home="https://bayyina.example/ar/",
    original="ar",
    policies={
        "correctionsPolicy": "https://bayyina.example/ar/methodology/#corrections-policy",
        "ethicsPolicy": "https://newsroom.example/ar/ethics",
    },
    pictures={CIRCULATED_ID: "https://bayyina.example/ar/v/7/picture/c-960.webp"},
    translations={"en": "https://bayyina.example/en/v/7hQ2mXbRk9TzVn4cWyPdAe/"},
)
