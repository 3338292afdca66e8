"""Evidence packs: what is in them, what is not, and that the steps written inside work."""

from __future__ import annotations

import gzip
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.http import FileResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from claims.actions.packs import MAKE_PACK, ask_for_pack, make_pack, write_pack
from claims.actions.redaction import redact_kept
from claims.actions.verdicts import save_revision, start_correction
from claims.adapters.pack_files import PackDamaged, pack_path
from claims.domain.workflow import NotAllowed
from claims.models import Claim, CorrectionKind, Submission
from claims.publishing import NotPublic
from claims.queries import public_revisions
from claims.wording.work import JOB_REASONS
from jobs import runner
from jobs.models import Job, JobState
from media_provenance.actions import record_page_sighting
from media_provenance.models import CaptureBundle, DatingQuestion, Evidence, RedactionReason
from media_provenance.pipeline.redacting import REDACT
from media_provenance.queries import current_finding, kept_of_picture
from multilingual.intervals import DateInterval
from tests.factories.authority import authority
from tests.factories.captures import captured_page, run_keeping
from tests.factories.verdicts import Desk, OldPhotoCase, drafted, old_photo_case, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def case(desk: Desk) -> OldPhotoCase:
    """Return the old photo's case, with a page of which we have a copy."""
    case = old_photo_case(desk)
    record_page_sighting(
        case.asset,
        page_key="kept.example/1:2022-08-16",
        url="https://earlier.example/1",
        title="لقاء تجاري في آب",
        language="ar",
        published=DateInterval.of_day(date(2022, 8, 13)),
        origin="byline",
        read_from="13 آب 2022",
        capture=captured_page(1),
    )
    run_keeping()
    return old_case_of_today(case)


def old_case_of_today(case: OldPhotoCase) -> OldPhotoCase:
    """Return the case with the finding that stands now."""
    finding = current_finding(DatingQuestion.objects.get(asset=case.asset))
    assert finding is not None
    return OldPhotoCase(case.claim, case.asset, finding.pk)


@pytest.fixture
def public_id(case: OldPhotoCase, desk: Desk) -> str:
    published(drafted(case.claim, desk, language="ar", words=case.words("ar")), desk)
    published(drafted(case.claim, desk, language="en", words=case.words("en")), desk)
    return str(case.claim.verdict.public_id)


def body_of(answer: HttpResponseBase) -> bytes:
    """Return what a file's answer streams, and close it."""
    assert isinstance(answer, FileResponse)
    body = answer.getvalue()
    answer.close()
    return body


def packed(public_id: str, target: Path) -> zipfile.ZipFile:
    write_pack(public_id, target, lambda _done, _total: None)
    return zipfile.ZipFile(target)


def unpacked(public_id: str, folder: Path) -> Path:
    with packed(public_id, folder / "pack.zip") as pack:
        pack.extractall(folder / "pack")
    return folder / "pack"


def test_a_pack_holds_the_texts_the_findings_and_what_was_kept(
    public_id: str, tmp_path: Path, case: OldPhotoCase
) -> None:
    pack = packed(public_id, tmp_path / "pack.zip")

    names = set(pack.namelist())
    assert {
        "index.html",
        "SHA256SUMS",
        "verdict/ar.html",
        "verdict/en.html",
        "findings/findings.json",
        "findings/ar.txt",
        "findings/en.txt",
        f"pictures/{case.asset.sha256}.jpeg",
    } <= names
    assert [name for name in names if name.endswith("manifest.json")]
    assert [name for name in names if name.endswith(".warc.gz")]


def test_the_texts_are_those_that_were_published(public_id: str, tmp_path: Path) -> None:
    pack = packed(public_id, tmp_path / "pack.zip")

    arabic, english = pack.read("verdict/ar.html").decode(), pack.read("verdict/en.html").decode()

    assert "الصورة قديمة ولا علاقة لها بالاجتماع" in arabic
    assert 'lang="ar" dir="rtl"' in arabic
    assert "The picture is old and has nothing to do with the meeting" in english
    assert "बैठक की पुरानी तस्वीर" in english


def test_findings_are_facts_with_their_rule_and_inputs(public_id: str, tmp_path: Path) -> None:
    pack = packed(public_id, tmp_path / "pack.zip")

    record = json.loads(pack.read("findings/findings.json"))

    finding = record["findings"][0]
    assert finding["rule_version"] >= 1
    assert {"ar", "en"} == set(finding["sentence"])
    kinds = {one["kind"]: one for one in finding["evidence"]}
    assert kinds["publisher_date"]["grade"] == "C"
    assert any(one["capture"].startswith("captures/") for one in finding["evidence"])


def test_every_step_written_inside_works_with_the_real_tools(
    case: OldPhotoCase, desk: Desk, tmp_path: Path, settings: Settings
) -> None:
    with authority(tmp_path / "authority") as signer:
        settings.TIMESTAMP_AUTHORITIES = [signer.url]
        settings.TIMESTAMP_ANCHORS = str(signer.root)
        call_command("keep_captures", stderr=io.StringIO(), stdout=io.StringIO())
        run_keeping()
    published(drafted(case.claim, desk, language="ar", words=case.words("ar")), desk)
    folder = unpacked(case.claim.verdict.public_id, tmp_path)

    ran = run_steps(folder)

    assert [one.args for one in ran if one.returncode != 0] == []
    said = "".join(one.stdout for one in ran)
    assert "index.html: OK" in said
    assert said.count("Time stamp: ") >= 2
    assert sum("Verification: OK" in one.stderr + one.stdout for one in ran) >= 2


def steps_of(folder: Path) -> list[str]:
    """The commands of the English section, each line one."""
    page = (folder / "index.html").read_text()
    english = page[page.index('<section lang="en"') :]
    blocks = re.findall(r'<pre class="check"><code>(.*?)</code></pre>', english, re.S)
    return [line for block in blocks for line in html.unescape(block).splitlines() if line.strip()]


def run_steps(folder: Path) -> list[subprocess.CompletedProcess[str]]:
    tools = str(Path(sys.executable).parent)
    return [
        subprocess.run(
            ["bash", "-c", step],
            cwd=folder,
            env={"PATH": f"{tools}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        for step in steps_of(folder)
    ]


@pytest.mark.parametrize(
    "pattern", ["pictures/*", "captures/*/*.warc.gz", "captures/*/manifest.json"]
)
def test_a_changed_file_is_found_by_the_steps(pattern: str, public_id: str, tmp_path: Path) -> None:
    folder = unpacked(public_id, tmp_path)
    path = sorted(folder.glob(pattern))[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    ran = run_steps(folder)

    assert any(one.returncode != 0 for one in ran)


def test_a_changed_list_of_digests_does_not_help_against_a_time_stamp(
    case: OldPhotoCase, desk: Desk, tmp_path: Path, settings: Settings
) -> None:
    with authority(tmp_path / "authority") as signer:
        settings.TIMESTAMP_AUTHORITIES = [signer.url]
        settings.TIMESTAMP_ANCHORS = str(signer.root)
        call_command("keep_captures", stderr=io.StringIO(), stdout=io.StringIO())
        run_keeping()
    published(drafted(case.claim, desk, language="ar", words=case.words("ar")), desk)
    folder = unpacked(case.claim.verdict.public_id, tmp_path)
    path = sorted(folder.glob("captures/*/manifest.json"))[0]
    path.write_bytes(path.read_bytes().replace(b"2026", b"2016"))

    ran = run_steps(folder)

    assert any(one.returncode != 0 for one in ran if "openssl ts -verify" in one.args[2])


def test_two_packs_of_the_same_things_are_the_same_bytes(public_id: str, tmp_path: Path) -> None:
    packed(public_id, tmp_path / "one.zip")
    packed(public_id, tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_first_page_opens_offline_in_both_languages(public_id: str, tmp_path: Path) -> None:
    page = packed(public_id, tmp_path / "pack.zip").read("index.html").decode()

    assert '<section lang="ar" dir="rtl">' in page
    assert '<section lang="en" dir="ltr">' in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?:[a-z]+:|//)', page)


def test_every_link_of_the_first_page_leads_into_the_pack(public_id: str, tmp_path: Path) -> None:
    pack = packed(public_id, tmp_path / "pack.zip")

    page = pack.read("index.html").decode()

    links = set(re.findall(r'href="([^"]+)"', page))
    assert links
    assert links <= set(pack.namelist())


def test_nothing_of_the_desk_or_of_readers_gets_in(
    public_id: str, tmp_path: Path, case: OldPhotoCase, desk: Desk
) -> None:
    Submission.objects.create(
        text="رسالة سرية من قارئ",
        contact="+961 1 234",
        received_on=date(2024, 6, 21),
        claim=case.claim,
    )
    standing = public_revisions("ar").get(text__verdict__public_id=public_id)
    draft = start_correction(
        standing.pk, kind=CorrectionKind.CORRECTION, public_note="ملاحظة سرية", by=desk.reporter
    )
    save_revision(
        draft.pk,
        replace(case.words("ar"), headline="مسودة سرية"),
        version=draft.version,
        by=desk.reporter,
    )

    pack = packed(public_id, tmp_path / "pack.zip")

    everything = [pack.read(name) for name in pack.namelist() if not name.endswith(".jpeg")]
    everything += [gzip.decompress(raw) for raw in everything if raw.startswith(b"\x1f\x8b")]
    text = b"".join(everything).decode("utf-8", "replace")
    secrets = ("رسالة سرية", "+961", "ملاحظة سرية", "مسودة سرية")
    people = (desk.reporter.username, desk.editor.username, desk.publisher.username)
    assert [secret for secret in (*secrets, *people) if secret in text] == []


def test_a_picture_that_only_a_reader_sent_is_named_and_left_out(
    public_id: str, tmp_path: Path, case: OldPhotoCase
) -> None:
    Submission.objects.create(asset=case.asset, received_on=date(2024, 6, 21))

    pack = packed(public_id, tmp_path / "pack.zip")

    assert not [name for name in pack.namelist() if name.startswith("pictures/")]
    assert case.asset.sha256 in pack.read("index.html").decode()


def not_kept(pack: zipfile.ZipFile) -> list[str]:
    """The addresses that a program reads in a pack as those of which there is no copy."""
    addresses: list[str] = json.loads(pack.read("findings/findings.json"))["not_kept"]
    return addresses


def test_an_address_of_which_no_copy_was_kept_is_named(
    public_id: str, tmp_path: Path, case: OldPhotoCase
) -> None:
    Evidence.objects.filter(asset=case.asset).update(capture=None)

    pack = packed(public_id, tmp_path / "pack.zip")

    arabic, english = pack.read("index.html").decode().split('<section lang="en"')
    assert not_kept(pack) == ["https://earlier.example/1"]
    line = 'No copy of this page was kept: <bdi dir="ltr">https://earlier.example/1</bdi>'
    assert english.count(line) == 1
    assert arabic.count('<bdi dir="ltr">https://earlier.example/1</bdi>') == 1


def test_an_address_whose_page_is_in_the_pack_is_not_among_them(
    public_id: str, tmp_path: Path
) -> None:
    pack = packed(public_id, tmp_path / "pack.zip")

    assert "https://earlier.example/1" not in not_kept(pack)
    assert "captures/" in pack.read("index.html").decode()


def test_what_another_service_answered_is_no_copy_of_the_page_it_names(
    public_id: str, tmp_path: Path, case: OldPhotoCase, desk: Desk
) -> None:
    resting = Evidence.objects.filter(asset=case.asset, capture__isnull=False)
    resting.update(method="manual", entered_by=desk.reporter, capture=captured_page(9))

    pack = packed(public_id, tmp_path / "pack.zip")

    assert not_kept(pack) == ["https://earlier.example/1"]


def test_a_damaged_file_gets_into_no_pack(
    public_id: str, tmp_path: Path, case: OldPhotoCase, settings: Settings
) -> None:
    original = Path(settings.MEDIA_ROOT) / case.asset.original_path
    original.chmod(0o600)
    original.write_bytes(b"something else")

    with pytest.raises(PackDamaged):
        write_pack(public_id, tmp_path / "pack.zip", lambda _done, _total: None)

    assert not list(tmp_path.glob("*pack.zip*"))


def test_what_is_not_public_has_no_pack(case: OldPhotoCase, tmp_path: Path) -> None:
    with pytest.raises(NotPublic):
        write_pack(case.claim.verdict.public_id, tmp_path / "pack.zip", lambda _done, _total: None)


def test_what_was_not_kept_yet_is_kept_for_the_pack(
    public_id: str, tmp_path: Path, case: OldPhotoCase
) -> None:
    page = captured_page(7)
    Evidence.objects.filter(asset=case.asset, capture__isnull=False).update(capture=page)

    pack = packed(public_id, tmp_path / "pack.zip")

    assert f"captures/{page.bundle.number:06d}/manifest.json" in pack.namelist()


def test_the_command_writes_a_pack_and_goes_over_nothing(public_id: str, tmp_path: Path) -> None:
    target = tmp_path / "pack.zip"
    call_command("make_evidence_pack", public_id, "--out", str(target), stdout=io.StringIO())

    with pytest.raises(CommandError):
        call_command("make_evidence_pack", public_id, "--out", str(target))

    assert zipfile.is_zipfile(target)


def test_the_command_says_that_there_is_no_such_verdict(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("make_evidence_pack", "nothing", "--out", str(tmp_path / "a.zip"))


# At the desk


def test_a_pack_is_made_by_a_job_and_downloaded(
    public_id: str, case: OldPhotoCase, signed_in: Callable[[User], Client], reporter: User
) -> None:
    browser = signed_in(reporter)
    page = reverse("desk:pack", args=[case.claim.pk])

    asked = browser.post(page)
    runner.run(Job.objects.get(kind=MAKE_PACK).pk)
    shown = browser.get(page)
    answer = browser.get(reverse("desk:pack_file", args=[case.claim.pk]))

    assert asked.status_code == 302
    assert reverse("desk:pack_file", args=[case.claim.pk]) in shown.content.decode()
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    assert zipfile.is_zipfile(io.BytesIO(body_of(answer)))


def test_asking_twice_makes_one_job(
    public_id: str, case: OldPhotoCase, signed_in: Callable[[User], Client], editor: User
) -> None:
    browser = signed_in(editor)
    page = reverse("desk:pack", args=[case.claim.pk])

    browser.post(page)
    browser.post(page)

    assert Job.objects.filter(kind=MAKE_PACK).count() == 1


def test_a_stranger_gets_no_pack(
    public_id: str, case: OldPhotoCase, signed_in: Callable[[User], Client], stranger: User
) -> None:
    browser = signed_in(stranger)

    refused = [
        browser.get(reverse("desk:pack", args=[case.claim.pk])).status_code,
        browser.post(reverse("desk:pack", args=[case.claim.pk])).status_code,
        browser.get(reverse("desk:pack_file", args=[case.claim.pk])).status_code,
    ]

    assert refused == [403, 403, 403]
    with pytest.raises(NotAllowed):
        ask_for_pack(public_id, by=stranger)


def test_before_anything_is_published_the_page_says_so(
    case: OldPhotoCase, signed_in: Callable[[User], Client], reporter: User
) -> None:
    browser = signed_in(reporter)

    shown = browser.get(reverse("desk:pack", args=[case.claim.pk]))
    asked = browser.post(reverse("desk:pack", args=[case.claim.pk]))
    answer = browser.get(reverse("desk:pack_file", args=[case.claim.pk]))

    assert shown.status_code == 200
    assert "<form" not in shown.content.decode().split("<main", 1)[1]
    assert asked.status_code == 302
    assert answer.status_code == 404
    assert not Job.objects.filter(kind=MAKE_PACK).exists()


def test_a_pack_that_could_not_be_made_says_why(
    public_id: str,
    case: OldPhotoCase,
    signed_in: Callable[[User], Client],
    reporter: User,
    settings: Settings,
) -> None:
    (Path(settings.MEDIA_ROOT) / case.asset.original_path).unlink()
    browser = signed_in(reporter)
    page = reverse("desk:pack", args=[case.claim.pk])

    browser.post(page)
    runner.run(Job.objects.get(kind=MAKE_PACK).pk)

    job = Job.objects.get(kind=MAKE_PACK)
    assert job.state == JobState.QUARANTINED
    assert str(JOB_REASONS["FileNotFoundError"]) in browser.get(page).content.decode()
    assert not pack_path(public_id).exists()


def test_kept_files_are_shown_to_the_desk_only(
    public_id: str,
    signed_in: Callable[[User], Client],
    reporter: User,
    stranger: User,
) -> None:
    bundle = CaptureBundle.objects.filter(capture__isnull=False).first()
    assert bundle is not None
    address = reverse("desk:kept_file", args=[bundle.number, "warc"])

    answer = signed_in(reporter).get(address)
    refused = signed_in(stranger).get(address)
    missing = signed_in(reporter).get(reverse("desk:kept_file", args=[bundle.number, "screenshot"]))

    assert body_of(answer).startswith(b"\x1f\x8b")
    assert "attachment" in answer["Content-Disposition"]
    assert (refused.status_code, missing.status_code) == (403, 404)


@pytest.mark.usefixtures("speaking_english")
def test_the_desk_says_what_is_kept_and_what_is_not(case: OldPhotoCase) -> None:
    shown = render_to_string("claims/desk/_captures.html", {"kept": kept_of_picture(case.asset)})

    assert "https://earlier.example/1" in shown
    assert "No screenshot: no browser is set up for screenshots" in shown
    assert "No time-stamping authority has signed it" in shown
    assert case.asset.sha256 in shown


@pytest.mark.usefixtures("speaking_english")
def test_the_desk_says_who_signed_what_is_kept(
    case: OldPhotoCase, tmp_path: Path, settings: Settings
) -> None:
    with authority(tmp_path / "authority") as signer:
        settings.TIMESTAMP_AUTHORITIES = [signer.url]
        settings.TIMESTAMP_ANCHORS = str(signer.root)
        call_command("keep_captures", stderr=io.StringIO(), stdout=io.StringIO())
        run_keeping()

    shown = render_to_string("claims/desk/_captures.html", {"kept": kept_of_picture(case.asset)})

    assert shown.count("Signed by a time-stamping authority") == 2
    assert signer.url in shown


@pytest.mark.usefixtures("speaking_english")
def test_the_desk_says_that_nothing_is_kept_yet() -> None:
    assert "Nothing is kept yet" in render_to_string("claims/desk/_captures.html", {"kept": []})


def test_a_redacted_capture_is_named_and_left_out_and_the_steps_still_work(
    public_id: str, tmp_path: Path
) -> None:
    bundle = CaptureBundle.objects.get(capture__url="https://earlier.example/1")
    redact_kept(bundle.content_sha256, RedactionReason.ORDER, "أمر محكمة — une décision — आदेश")
    runner.run(Job.objects.get(kind=REDACT).pk)

    folder = unpacked(public_id, tmp_path)

    kept_there = folder / f"captures/{bundle.number:06d}"
    assert [path.name for path in kept_there.iterdir()] == ["manifest.json"]
    index = (folder / "index.html").read_text()
    assert "an order of a court or an authority" in index
    assert "أمر محكمة — une décision — आदेश" in index
    told = json.loads((folder / "findings/findings.json").read_text())["redacted"]
    assert [(one["sha256"], one["reason"]) for one in told] == [(bundle.content_sha256, "order")]
    assert [step.args for step in run_steps(folder) if step.returncode] == []


def test_a_pack_from_before_a_redaction_is_not_given_out(
    public_id: str, desk: Desk, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    client = signed_in(desk.editor)
    claim = Claim.objects.get(verdict__public_id=public_id)
    bundle = CaptureBundle.objects.get(capture__url="https://earlier.example/1")
    write_pack(public_id, pack_path(public_id), lambda _done, _total: None)
    whole = pack_path(public_id).read_bytes()
    redact_kept(bundle.content_sha256, RedactionReason.ORDER, "x")
    # As if whoever removes packs had been cut off.
    pack_path(public_id).write_bytes(whole)
    os.utime(pack_path(public_id), (1, 1))

    answer = client.get(reverse("desk:pack_file", args=[claim.pk]))

    assert answer.status_code == 404


def test_a_pack_is_made_anew_when_something_is_taken_away_meanwhile(
    public_id: str, desk: Desk
) -> None:
    bundle = CaptureBundle.objects.get(capture__url="https://earlier.example/1")
    told: list[int] = []

    def redact_at_the_end(done: int, total: int | None) -> None:
        if not told and total is not None and done == total - 1:
            told.append(done)
            redact_kept(bundle.content_sha256, RedactionReason.ORDER, "x")

    target = make_pack({"verdict": public_id}, redact_at_the_end)

    names = zipfile.ZipFile(target).namelist()
    assert told
    assert f"captures/{bundle.number:06d}/manifest.json" in names
    assert not [
        name
        for name in names
        if name.startswith(f"captures/{bundle.number:06d}/") and "warc" in name
    ]
