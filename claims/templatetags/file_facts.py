"""What a stored file says of itself, field by field, with what each field is worth.

No rule stands here: which date may be used is ``media_provenance.domain``'s to say, the words are
``media_provenance.wording``'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from media_provenance.domain.metadata import named_as_exiftool_does, observe_metadata
from media_provenance.models import MediaAsset
from media_provenance.wording import metadata_explanation, reading_note

register = template.Library()


@dataclass(frozen=True, slots=True)
class FileField:
    """One field; ``explanation`` is "" for one that is not about dates."""

    name: str
    value: str
    explanation: str


@register.simple_tag
def file_fields(asset: MediaAsset) -> tuple[FileField, ...]:
    """Return the fields in the order of the file; of several editing steps each is one."""
    fields = named_as_exiftool_does(asset.metadata)
    dated = observe_metadata(fields, ingested_at=asset.added_at)
    explained = {seen.field for seen in dated}
    return (
        *(FileField(name, fields[name], "") for name in fields if name not in explained),
        *(FileField(seen.field, seen.value, metadata_explanation(seen)) for seen in dated),
    )


@register.simple_tag
def file_notes(asset: MediaAsset) -> tuple[str, ...]:
    """Return, as sentences, what could not be read beside the picture."""
    return tuple(reading_note(note) for note in asset.reading_notes)
