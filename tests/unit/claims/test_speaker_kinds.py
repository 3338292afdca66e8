"""Whether a person or a body speaks is told by titles, offices and kinds of body."""

from __future__ import annotations

import pytest

from claims.domain.speaker_kinds import kind_of_speaker


@pytest.mark.parametrize(
    "name",
    [
        "المهندس خالد العمري",
        "الدكتورة منى زيدان",
        "د. منى زيدان",
        "السيد فادي نور",
        "اللواء فادي نور",
        "وزير النقل رامي عواد",
        "رئيس نقابة السائقين عمر داود",
        "المتحدث باسم الوزارة سامي نجم",
        "المتحدث باسم حركة البناء",
        "خالد العمري",
        "فهد بن نايف",
        "Energy Ministry spokesman Paul Reed",
        "the spokesperson for the Ministry of Health",
        "Dr Zoë Marsh",
        "M. Élie Roche",
        "Mme Anaïs Roche",
        "le porte-parole du ministère",
        "la directrice de l'agence",
        "آقای رضایی",
        "سخنگوی وزارت خارجه",
        "رئیس‌جمهور",
    ],
)
def test_titles_offices_and_given_names_are_a_persons(name: str) -> None:
    assert kind_of_speaker(name) == "person"


@pytest.mark.parametrize(
    "name",
    [
        "وزارة النقل",
        "حركة البناء",
        "شركة الكهرباء العامة",
        "منظمة الصحة",
        "لواء الشمال",
        "بلدية المدينة",
        "الخارجية الروسية",
        "the Energy Ministry",
        "Office of the President",
        "Northern Power Company",
        "le ministère de la Santé",
        "La mairie",
        "l'Agence de l'énergie",
        "وزارت امور خارجه",
        "سازمان هواشناسی",
    ],
)
def test_ministries_movements_and_companies_are_bodies(name: str) -> None:
    assert kind_of_speaker(name) == "organization"


@pytest.mark.parametrize(
    "name", ["", "…", "رويترز", "روسيا", "مصادر أمنية", "Kyiv", "Éole", "नेहा शर्मा", "官方"]
)
def test_names_that_show_neither_are_not_guessed(name: str) -> None:
    assert kind_of_speaker(name) is None
