"""News items and claims for tests, the smallest that are valid, in three scripts.

Where an action exists, it is used; a factory that writes rows itself says why.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User

from claims.actions.cases import record_claim
from claims.actions.intake import bring_in_text
from claims.models import Claim, NewsItem, Submission
from claims.models.news_item import ReadingState
from claims.reading import READ_ITEM
from jobs import runner
from jobs.models import Job
from media_provenance.models import MediaAsset

# One claim in Arabic, one in a Latin script with accents, one in a script without special care.
CLAIMS = {
    "ar": "صورة تُظهر اجتماعًا جرى هذا الأسبوع",
    "fr": "Une photo montre la réunion tenue à Nîmes",
    "hi": "तस्वीर में इस सप्ताह की बैठक दिखती है",
}
# A pasted page as a browser copies it: title, by-line, body, furniture.
PASTED = {
    "ar": (
        "رئيس البلدية ينفي إغلاق الجسر القديم أمام المارة\n\n"
        "نُشر في 21 حزيران/يونيو 2024\n\n"
        "نفت البلدية في بيان لها إغلاق الجسر القديم، وقال الناطق باسمها إن الجسر مفتوح أمام "
        "المارة والسيارات كما كان، وإن الصورة المتداولة تعود إلى أعمال صيانة سابقة.\n\n"
        "شارك القصة\n"
    ),
    "fr": (
        "La mairie dément la fermeture du vieux pont aux piétons\n\n"
        "Publié le 21 juin 2024\n\n"
        "La mairie a démenti la fermeture du vieux pont ; il reste ouvert aux piétons et aux "
        "voitures, a déclaré son porte-parole, et la photo date de travaux antérieurs.\n"
    ),
    "hi": (
        "नगरपालिका ने पुराने पुल के बंद होने की खबर से इनकार किया\n\n"
        "2024-06-21\n\n"
        "नगरपालिका ने एक बयान में कहा कि पुराना पुल लोगों और गाड़ियों के लिए पहले की तरह खुला "
        "है, और फैल रही तस्वीर पहले की मरम्मत के समय की है।\n"
    ),
}


def run_item(item: NewsItem) -> NewsItem:
    """Run the newest job that reads the item, as a worker would."""
    job = Job.objects.filter(kind=READ_ITEM, payload__item=str(item.pk)).latest("pk")
    runner.run(job.pk)
    item.refresh_from_db()
    return item


def read_item(by: User, language: str = "ar") -> NewsItem:
    """Return a pasted text that was read."""
    return run_item(bring_in_text(PASTED[language], by=by))


def waiting_item(by: User, language: str = "ar") -> NewsItem:
    """Return a pasted text that nobody has read yet."""
    return bring_in_text(PASTED[language], by=by)


def failed_item(by: User, failure: str = "page_answers_error") -> NewsItem:
    """Return an address that could not be read. Written as a row: nothing is fetched in tests."""
    return NewsItem.objects.create(
        intake="url",
        url="https://news.example/gone",
        state=ReadingState.FAILED,
        failure=failure,
        added_by=by,
    )


def claim_of(by: User, language: str = "ar", *, assets: tuple[MediaAsset, ...] = ()) -> Claim:
    """Return a received claim without a news item."""
    return record_claim(text=CLAIMS[language], language=language, by=by, assets=assets)


def submission(text: str = CLAIMS["ar"], **columns: object) -> Submission:
    """Return a reader's message. Written as a row: the public form comes later."""
    return Submission.objects.create(
        **{"text": text, "language": "ar", "received_on": date(2024, 6, 21), **columns}
    )
