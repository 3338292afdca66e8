"""Texts are found, catalogues kept in step, and what is missing is said."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from factcheck import translations


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "wording.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        "_('Publish')\n"
        "ngettext('%(days)d day', '%(days)d days', days) % {'days': days}\n"
        "pgettext_lazy('a person', 'Editor')\n",
        encoding="utf-8",
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% translate 'Publish' %} {% blocktranslate trimmed with name=user.name %}\n"
        "  Signed in as {{ name }}\n{% endblocktranslate %}\n"
        "{% blocktranslate count n=total %}{{ n }} claim{% plural %}{{ n }} claims"
        "{% endblocktranslate %}",
        encoding="utf-8",
    )
    return tmp_path


def arabic(repository: Path) -> Path:
    return translations.catalogue_path(repository / "locale", "ar")


def test_texts_of_code_and_templates_are_found(repository: Path) -> None:
    found = {
        (message.context, message.text) for message in translations.extract_messages(repository)
    }

    assert found == {
        (None, "Publish"),
        (None, ("%(days)d day", "%(days)d days")),
        ("a person", "Editor"),
        (None, "Signed in as %(name)s"),
        (None, ("%(n)s claim", "%(n)s claims")),
    }


def test_a_text_in_both_places_is_one_message_with_both_files(repository: Path) -> None:
    message = next(m for m in translations.extract_messages(repository) if m.text == "Publish")

    assert message.files == {"claims/wording.py", "templates/page.html"}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{% translate "It\'s été, هنا, यहाँ" %}', "It's été, هنا, यहाँ"),
        ("{% trans 'a \"quoted\" word' as word %}", 'a "quoted" word'),
        ("{% blocktranslate %}100% of\nit{% endblocktranslate %}", "100%% of\nit"),
        ("{% include 'x' with title=_('A title') %}", "A title"),
    ],
    ids=["three scripts", "quotes", "percent and line break", "inside another tag"],
)
def test_a_template_text_is_found_as_it_will_be_looked_up(source: str, text: str) -> None:
    assert list(translations.texts_in_template(source)) == [(text, None)]


def test_an_update_keeps_translations_and_drops_what_is_no_longer_used(repository: Path) -> None:
    translations.update_catalogues(repository)
    path = arabic(repository)
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgid "Publish"\nmsgstr ""', 'msgid "Publish"\nmsgstr "انشر"')
    path.write_text(text + '\nmsgid "Old"\nmsgstr "قديم"\n', encoding="utf-8")

    gaps = translations.update_catalogues(repository)

    updated = path.read_text(encoding="utf-8")
    assert 'msgstr "انشر"' in updated
    assert "قديم" not in updated
    assert gaps == {"ar": 4, "en": 0}


def test_a_second_update_changes_no_byte(repository: Path) -> None:
    translations.update_catalogues(repository)
    first = arabic(repository).read_bytes()

    translations.update_catalogues(repository)

    assert arabic(repository).read_bytes() == first


def test_an_outdated_catalogue_is_reported(repository: Path) -> None:
    translations.update_catalogues(repository)
    (repository / "templates" / "new.html").write_text("{% translate 'New' %}", encoding="utf-8")

    problems = translations.find_problems(repository)

    assert "locale/ar/LC_MESSAGES/django.po is out of date: run './bayyina manage messages'" in (
        problems
    )


def test_every_missing_arabic_text_is_reported_and_no_english_one(repository: Path) -> None:
    translations.update_catalogues(repository)

    problems = translations.find_problems(repository)

    assert len(problems) == 5
    assert all(problem.startswith("ar: not translated") for problem in problems)


SIX_FORMS = ("لا أيام", "يوم واحد", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم")


@pytest.mark.parametrize(
    "message",
    [
        Message("Hello %(name)s", "مرحبًا %(name)s"),
        Message("Publish", "انشر"),
        Message(("%(n)s day", "%(n)s days"), SIX_FORMS),
    ],
    ids=["placeholder", "plain", "six forms, the number in words up to two"],
)
def test_a_good_translation_is_accepted(message: Message) -> None:
    assert translations.problems_in_message(message, "ar") == []


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (Message("Publish", ""), "not translated"),
        (Message("Publish", "انشر", flags={"fuzzy"}), "fuzzy"),
        (Message("Hello %(name)s", "مرحبًا %(nom)s"), "other placeholders"),
        (Message("Hello", "مرحبًا %(name)s"), "other placeholders"),
        (Message(("%(n)s day", "%(n)s days"), ("يوم", "%(n)s أيام")), "2 plural forms"),
        (
            Message(("%(n)s day", "%(n)s days"), (*SIX_FORMS[:3], "أيام", *SIX_FORMS[4:])),
            "in form 3",
        ),
    ],
    ids=["empty", "fuzzy", "misspelt", "invented", "two forms", "number lost in the fourth form"],
)
def test_a_bad_translation_is_named(message: Message, complaint: str) -> None:
    problems = translations.problems_in_message(message, "ar")

    assert len(problems) == 1
    assert complaint in problems[0]


def test_a_compiled_catalogue_gives_the_arabic_plural(repository: Path) -> None:
    path = arabic(repository)
    path.parent.mkdir(parents=True)
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {translations.PLURAL_FORMS["ar"]}\\n"\n'
    forms = "".join(f'msgstr[{number}] "{text}"\n' for number, text in enumerate(SIX_FORMS))
    path.write_text(
        f'{header}"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\n{forms}',
        encoding="utf-8",
    )

    written = translations.compile_catalogues(repository / "locale")
    again = translations.compile_catalogues(repository / "locale")

    with path.with_suffix(".mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    answers = [catalogue.ngettext("%(n)s day", "%(n)s days", n) for n in (0, 1, 2, 3, 11, 100)]
    assert answers == list(SIX_FORMS)
    assert (written, again) == (1, 0)


def test_a_number_with_a_precision_is_a_placeholder() -> None:
    assert translations._PLACEHOLDER.findall("%(seconds).1f s, %(count)s") == [
        "%(seconds).1f",
        "%(count)s",
    ]
