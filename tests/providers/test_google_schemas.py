"""Our fakes of Google's services, and what we send them, fit the discovery documents.

The documents in tests/files/providers are cut out of google-api-python-client 2.202.0.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from tests.providers.conftest import door_of
from tests.providers.fake import FILES, Fake
from tests.providers.operations import OPERATIONS

pytestmark = pytest.mark.django_db
Start = Callable[..., Fake]
Document = dict[str, Any]


def document(name: str) -> Document:
    cut: Document = json.loads((FILES / f"{name}.cut.json").read_text(encoding="utf-8"))
    return cut


def strict(schema: Any) -> Any:
    """Return a discovery schema as JSON Schema in which nothing unknown may stand."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        name: strict(value)
        for name, value in schema.items()
        if name in ("type", "items", "enum", "$ref")
    }
    if "$ref" in kept:
        return {"$ref": f"#/$defs/{kept['$ref']}"}
    if "properties" in schema:
        kept["properties"] = {name: strict(one) for name, one in schema["properties"].items()}
        kept["additionalProperties"] = False
    return kept


def checker(document: Document, name: str) -> jsonschema.Draft202012Validator:
    defs = {one: strict(schema) for one, schema in document["schemas"].items()}
    return jsonschema.Draft202012Validator({"$defs": defs, "$ref": f"#/$defs/{name}"})


def answers(name: str, path: str) -> list[Any]:
    cases = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [
        exchange["answer"]["json"]
        for case in cases.values()
        for exchange in case
        if exchange["request"]["path"] == path
    ]


METHODS = [
    ("fact_check_tools", "factchecktools.v1alpha1", "claims.search"),
    ("fact_check_tools", "factchecktools.v1alpha1", "claims.imageSearch"),
    ("vision", "vision.v1", "images.annotate"),
]


@pytest.mark.parametrize(("service_name", "cut", "method"), METHODS)
def test_each_answer_of_a_fake_fits_the_schema(service_name: str, cut: str, method: str) -> None:
    known = document(cut)
    described = known["methods"][method]
    validator = checker(known, described["response"]["$ref"])

    given = answers(service_name, f"/{described['path']}")

    assert len(given) >= 3
    assert [error.message for one in given for error in validator.iter_errors(one)] == []


def test_the_check_sees_a_field_that_does_not_exist() -> None:
    known = document("factchecktools.v1alpha1")
    response = known["methods"]["claims.search"]["response"]["$ref"]

    errors = list(checker(known, response).iter_errors({"claims": [{"rating": "Faux"}]}))

    assert errors


@pytest.mark.parametrize(
    ("operation", "cut", "method"),
    [
        ("reviews by words", "factchecktools.v1alpha1", "claims.search"),
        ("reviews by picture", "factchecktools.v1alpha1", "claims.imageSearch"),
        ("vision", "vision.v1", "images.annotate"),
    ],
)
def test_each_parameter_that_we_send_exists(
    service: Start, operation: str, cut: str, method: str
) -> None:
    provider, case, ask = OPERATIONS[operation]
    asked = service(provider, case)
    known = document(cut)
    described = known["methods"][method]

    ask(door_of(provider))

    sent = asked.asked[0]
    assert (sent.method, sent.path) == (described["httpMethod"], f"/{described['path']}")
    assert sent.query.keys() <= described.get("parameters", {}).keys() | set(known["parameters"])


def test_the_body_that_we_send_fits_the_schema(service: Start) -> None:
    provider, case, ask = OPERATIONS["vision"]
    asked = service(provider, case)
    known = document("vision.v1")
    request = known["methods"]["images.annotate"]["request"]["$ref"]

    ask(door_of(provider))

    validator = checker(known, request)
    assert [error.message for error in validator.iter_errors(json.loads(asked.asked[0].body))] == []
