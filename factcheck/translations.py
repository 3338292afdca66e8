"""Extract, update, check and compile the message catalogues in ``locale/``.

Babel does the work: the usual Django commands call the GNU gettext programs, which a fresh
machine does not have. The ``.po`` files are committed; the ``.mo`` files are made from them at
set-up (``python -m factcheck.translations``) and are not. Needs no settings and no database.
"""

from __future__ import annotations

import ast
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

REPOSITORY = Path(__file__).resolve().parent.parent
LOCALE_FOLDER = REPOSITORY / "locale"
PACKAGES = ("factcheck", "claims", "media_provenance", "jobs", "webfetch", "multilingual")
TEMPLATE_FOLDER = "templates"
TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".xml"})

# A msgid of this language is also its text, so an empty msgstr is no gap.
SOURCE_LANGUAGE = "en"

# The plural rules of the Unicode CLDR, as gettext writes them.
PLURAL_FORMS: Mapping[str, str] = {
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
    ),
    "en": "nplurals=2; plural=n != 1;",
}

# Which arguments of a function hold text; (1, "c") is a context.
_ARGUMENTS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PYTHON_KEYWORDS = {
    **_ARGUMENTS,
    **{f"{name}_lazy": arguments for name, arguments in _ARGUMENTS.items()},
    "gettext_noop": None,
    "_": None,
    # gettext beside a lazy "_" in one module.
    "_t": None,
}

_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_TEMPLATE_CALL = re.compile(
    rf"\b(?P<function>n?p?gettext|_)\(\s*(?P<strings>{_STRING}(?:\s*,\s*{_STRING})*)", re.DOTALL
)
_ONE_STRING = re.compile(_STRING, re.DOTALL)
_PLACEHOLDER = re.compile(r"%\(\w+\)[-+ #0]*\d*(?:\.\d+)?[a-z]|%[sd]|\{\w*\}")


@dataclass
class ExtractedMessage:
    """One text to translate; ``text`` is a pair for a message with a plural."""

    text: str | tuple[str, str]
    context: str | None
    files: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)


_Key = tuple[str | None, str | tuple[str, str]]


def _message_key(message: Message) -> _Key:
    text = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
    return message.context, text


def _texts_in_python(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None, list[str]]]:
    with path.open("rb") as source:
        found = extract("python", source, keywords=PYTHON_KEYWORDS, comment_tags=("Translators:",))
        for _line, text, comments, context in found:
            plain = text if isinstance(text, str) else (text[0], text[1])
            yield plain, context, list(comments)


def texts_in_template(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield each translatable text of a Django template with its context.

    Django's own ``templatize`` turns the tags into gettext calls, spaces trimmed and
    variables written as %(name)s exactly as the tags look them up when they render.
    """
    for call in _TEMPLATE_CALL.finditer(templatize(source)):
        strings = [
            str(ast.literal_eval(match.group().lstrip("u").replace("\n", "\\n")))
            for match in _ONE_STRING.finditer(call["strings"])
        ]
        function = call["function"]
        context = strings.pop(0) if "pgettext" in function else None
        if function.startswith("n"):
            yield (strings[0], strings[1]), context
        else:
            yield strings[0], context


def extract_messages(repository: Path = REPOSITORY) -> list[ExtractedMessage]:
    """Return every text that the code and the templates ask gettext for, in a stable order."""
    messages: dict[_Key, ExtractedMessage] = {}

    def note(
        text: str | tuple[str, str], context: str | None, file: str, comments: Iterable[str] = ()
    ) -> None:
        message = messages.setdefault((context, text), ExtractedMessage(text, context))
        message.files.add(file)
        message.comments.extend(line for line in comments if line not in message.comments)

    for package in PACKAGES:
        for path in sorted((repository / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for text, context, comments in _texts_in_python(path):
                note(text, context, path.relative_to(repository).as_posix(), comments)
    for path in sorted((repository / TEMPLATE_FOLDER).rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            source = path.read_text(encoding="utf-8")
            for text, context in texts_in_template(source):
                note(text, context, path.relative_to(repository).as_posix())
    messages.pop((None, ""), None)
    return list(messages.values())


def _read_catalogue(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def catalogue_path(locale_folder: Path, language: str) -> Path:
    """Return where the catalogue of a language is kept."""
    return locale_folder / language / "LC_MESSAGES" / "django.po"


def updated_catalogue(path: Path, language: str, messages: Iterable[ExtractedMessage]) -> str:
    """Return the text of a catalogue that holds exactly ``messages``.

    Translations already there are kept, texts no longer used are dropped, and nothing is
    guessed from a similar text: a wrong translation that looks finished is worse than a gap.
    The result depends on nothing else, so an up-to-date file stays as it is, byte for byte.
    """
    present = {_message_key(message): message for message in _read_catalogue(path, language)}
    catalogue = Catalog(locale=language)
    for message in messages:
        old = present.get((message.context, message.text))
        catalogue.add(
            message.text,
            old.string if old is not None else None,
            locations=[(file, 0) for file in sorted(message.files)],
            flags=old.flags & {"fuzzy"} if old is not None else (),
            auto_comments=message.comments,
            user_comments=old.user_comments if old is not None else (),
            context=message.context,
        )
    body = io.BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return _header(language) + body.getvalue().decode("utf-8")


def _header(language: str) -> str:
    lines = [
        "Project-Id-Version: Bayyina",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURAL_FORMS[language]}",
    ]
    quoted = "".join(f'"{line}\\n"\n' for line in lines)
    note = '# Made by "./bayyina manage messages"; only the msgstr lines are written by hand.'
    return f'{note}\nmsgid ""\nmsgstr ""\n{quoted}\n'


def update_catalogues(repository: Path = REPOSITORY) -> dict[str, int]:
    """Write every catalogue anew and return how many texts each language still lacks."""
    messages = extract_messages(repository)
    gaps = {}
    for language in PLURAL_FORMS:
        path = catalogue_path(repository / "locale", language)
        text = updated_catalogue(path, language, messages)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        gaps[language] = sum(
            1
            for message in _read_catalogue(path, language)
            if message.id and language != SOURCE_LANGUAGE and not _is_complete(message)
        )
    return gaps


def _forms(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ("",))


def _is_complete(message: Message) -> bool:
    return all(_forms(message)) and not message.fuzzy


def problems_in_message(message: Message, language: str) -> list[str]:
    """Return what is wrong with one translation, in words for whoever translates.

    Placeholders must be the same on both sides. A form for none, one or two of something may
    leave out one of them, the number: «يوم واحد» says it in a word.
    """
    singular = message.id if isinstance(message.id, str) else message.id[0]
    if message.fuzzy:
        return [f"{language}: marked fuzzy: {singular!r}"]
    forms = _forms(message)
    if not any(forms) and language == SOURCE_LANGUAGE:
        return []
    if not all(forms):
        return [f"{language}: not translated: {singular!r}"]
    if isinstance(message.id, str):
        if set(_PLACEHOLDER.findall(singular)) != set(_PLACEHOLDER.findall(forms[0])):
            return [f"{language}: other placeholders than in {singular!r}"]
        return []
    wanted = int(PLURAL_FORMS[language].split(";")[0].removeprefix("nplurals="))
    if len(forms) != wanted:
        return [f"{language}: {len(forms)} plural forms instead of {wanted}: {singular!r}"]
    allowed = set(_PLACEHOLDER.findall(singular)) | set(_PLACEHOLDER.findall(message.id[1]))
    for number, form in enumerate(forms):
        placeholders = set(_PLACEHOLDER.findall(form))
        may_lack = 1 if number < min(3, wanted - 1) else 0
        if not placeholders <= allowed or len(allowed - placeholders) > may_lack:
            return [f"{language}: other placeholders in form {number} of {singular!r}"]
    return []


def find_problems(repository: Path = REPOSITORY) -> list[str]:
    """Return one sentence for everything that keeps the catalogues from being complete."""
    messages = extract_messages(repository)
    problems = []
    for language in PLURAL_FORMS:
        path = catalogue_path(repository / "locale", language)
        present = path.read_text(encoding="utf-8") if path.exists() else ""
        if present != updated_catalogue(path, language, messages):
            name = path.relative_to(repository).as_posix()
            problems.append(f"{name} is out of date: run './bayyina manage messages'")
        for message in _read_catalogue(path, language):
            if message.id:
                problems.extend(problems_in_message(message, language))
    return problems


def compile_catalogues(locale_folder: Path = LOCALE_FOLDER) -> int:
    """Write the ``.mo`` file beside each ``.po`` file that is newer; return how many.

    Each file is replaced in one step, since several processes may do this at once.
    """
    written = 0
    for source in sorted(locale_folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        catalogue = _read_catalogue(source, source.parent.parent.name)
        new = target.with_suffix(f".{os.getpid()}.new")
        with new.open("wb") as output:
            write_mo(output, catalogue)
        new.replace(target)
        written += 1
    return written


if __name__ == "__main__":
    compile_catalogues()
