"""House rules that a machine can check: one home for each rule."""

from __future__ import annotations

import ast
import importlib.util
import re

import pytest

from tests.repository.tree import (
    calls,
    dotted,
    imports,
    name,
    python_files,
    stylesheets,
    templates,
    tree_of,
)

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.date.today",
    "time.time",
    "timezone.now",
}


def offences(found: list[str]) -> str:
    return "\n".join(found)


def test_a_status_is_written_only_by_its_action() -> None:
    found = []
    for path in python_files():
        if name(path) == "claims/actions/workflow.py":
            continue
        for node in ast.walk(tree_of(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            found += [
                f"{name(path)}:{node.lineno} assigns {dotted(target)}"
                for target in targets
                if isinstance(target, ast.Attribute)
                and target.attr == "status"
                and dotted(target.value).split(".")[0] in {"claim", "revision", "locked", "case"}
            ]
        found += [
            f"{name(path)}:{call.lineno} {written}(status=…)"
            for written, call in calls(tree_of(path))
            if written.endswith(".update")
            and any(keyword.arg == "status" for keyword in call.keywords)
        ]

    assert not found, offences(found)


def test_domain_code_reads_no_clock() -> None:
    pure = python_files("multilingual", "claims/domain", "media_provenance/domain")

    found = [
        f"{name(path)}:{call.lineno} {written}"
        for path in pure
        for written, call in calls(tree_of(path))
        if written in CLOCKS
    ]

    assert not found, offences(found)


def test_gettext_takes_plain_literals() -> None:
    found = []
    for path in python_files():
        for written, call in calls(tree_of(path)):
            if written.rsplit(".", 1)[-1] not in GETTEXT or not call.args:
                continue
            taken = 2 if "ngettext" in written or "pgettext" in written else 1
            strings = call.args[:taken]
            for argument in strings:
                if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                    found.append(f"{name(path)}:{call.lineno} not a plain literal")
                elif re.search(r"%[sd]|\{\w*\}", argument.value):
                    found.append(f"{name(path)}:{call.lineno} placeholder without a name")

    assert not found, offences(found)


# Where bytes become pixels, in a child behind walls.
DECODING = "media_provenance/adapters/decoding.py"
# Where small grey copies become pixels again that we encoded ourselves: no file of anybody else's.
OWN_COPIES = "media_provenance/domain/thumbnails.py"


def test_only_the_gate_opens_pictures() -> None:
    openers = re.compile(
        r"(^|\.)(Image\.open|ImageFile\.Parser|imdecode|imdecodemulti|imread|imreadmulti|"
        r"open_heif|read_heif)$"
    )

    found = [
        f"{name(path)}:{call.lineno} {written}"
        for path in python_files()
        if name(path) not in {DECODING, OWN_COPIES}
        for written, call in calls(tree_of(path))
        if openers.search(written)
    ]

    assert not found, offences(found)


def test_the_gate_names_the_formats_it_accepts() -> None:
    gate = next(path for path in python_files("media_provenance") if name(path) == DECODING)

    opened = [call for written, call in calls(tree_of(gate)) if written == "Image.open"]

    assert opened
    assert all(any(word.arg == "formats" for word in call.keywords) for call in opened)


def test_pictures_are_decoded_in_the_decoder_alone() -> None:
    inside = {DECODING, "media_provenance/adapters/decoder.py"}
    found = [
        f"{name(path)} imports {module}"
        for path in python_files()
        if name(path) not in inside
        for module in imports(tree_of(path))
        if module.startswith(("media_provenance.adapters.decoding", "pi_heif"))
        or (module == "c2pa" and path.stem != "content_credentials")
    ]

    assert not found, offences(found)


def test_opencv_is_given_no_file_and_no_bytes() -> None:
    readers = {"imdecode", "imdecodemulti", "imread", "imreadmulti", "VideoCapture"}

    found = [
        f"{name(path)}:{node.lineno} cv2.{node.attr}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in readers
    ] + [
        f"{name(path)} imports {module}"
        for path in python_files()
        for module in imports(tree_of(path))
        if module.startswith("cv2.") and module.rsplit(".", 1)[-1] in readers
    ]

    assert not found, offences(found)


def test_no_job_waits_in_the_broker() -> None:
    found = [
        f"{name(path)}:{call.lineno} {word.arg}="
        for path in python_files()
        for written, call in calls(tree_of(path))
        if written.endswith(("apply_async", "send_task", "s"))
        for word in call.keywords
        if word.arg in {"eta", "countdown"}
    ]

    assert not found, offences(found)


def test_camel_tools_is_imported_by_the_arabic_gateway_alone() -> None:
    found = {
        name(path)
        for path in python_files()
        if any(module.split(".")[0] == "camel_tools" for module in imports(tree_of(path)))
    }

    assert found <= {"multilingual/arabic.py", "multilingual/folding.py"}
    assert len(found) == 1


def test_torch_is_not_installed() -> None:
    assert importlib.util.find_spec("torch") is None


@pytest.mark.parametrize("path", templates(), ids=name)
def test_templates_have_no_inline_style_and_no_inline_script(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(
        r"\son(?:click|change|submit|input|load|error|focus|blur|key\w+|mouse\w+|pointer\w+)\s*=",
        text,
    )
    assert not re.search(r"<script(?![^>]*(src=|application/ld\+json))", text)


@pytest.mark.parametrize("path", stylesheets(), ids=name)
def test_stylesheets_use_logical_properties_only(path: object) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)  # type: ignore[attr-defined]

    physical = re.findall(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)"
        r"|(?<![\w-])(?:left|right)\s*:|float:\s*(?:left|right)",
        text,
    )

    assert not physical


def test_no_module_is_called_utils() -> None:
    forbidden = {"utils", "helpers", "common", "misc"}

    assert not [name(path) for path in python_files() if path.stem in forbidden]


def test_public_views_read_the_one_public_queryset() -> None:
    readers = {"public", "feeds", "data_feed", "markup"}
    public = [path for path in python_files("claims/views") if path.stem in readers]

    found = [
        f"{name(path)}:{node.lineno}"
        for path in public
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "objects"
        and dotted(node.value) not in {"Rating", "RatingLabel"}
    ]

    assert public
    assert not found, offences(found)
