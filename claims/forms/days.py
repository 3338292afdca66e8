"""A field for the days on which something happened, typed as people write dates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from multilingual.dates import DateConflict, NotADate, ParsedDate, parse_date
from multilingual.intervals import DateInterval


class DaysField(forms.CharField):
    """One written date in any language and digits; cleans to the days it can mean, or None.

    "August 2022" is the whole month: no precision is made up.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 100)
        super().__init__(**options)

    def clean(self, value: Any) -> DateInterval | None:
        written = super().clean(value)
        if not written:
            return None
        parsed = self.parsed(written)
        if parsed.conflict is DateConflict.DAY_MONTH_ORDER:
            raise forms.ValidationError(
                _("Which of the two is the month? Write it as a word, or the date as 2022-08-14.")
            )
        return parsed.interval

    def parsed(self, written: str) -> ParsedDate:
        """Read the date in the language of the interface, or else in any that has such words.

        Raises:
            ValidationError: it is no date, with a sentence that shows how to write one.
        """
        today = timezone.now().date()
        for language in (get_language(), None):
            try:
                return parse_date(written, language=language, reference=today)
            except NotADate:
                continue
        raise forms.ValidationError(
            _("This is not a date. Write it as in 2022-08-14, 14 August 2022 or August 2022.")
        )


class DaysForm(forms.Form):
    """From when to when; one field alone says a day, or a month or year as written."""

    first = DaysField(
        label=gettext_lazy("On or from"),
        help_text=gettext_lazy("For example 2022-08-14, 14 August 2022 or August 2022."),
    )
    last = DaysField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("Only if it is not one date.")
    )
    may_be_open = True
    may_be_later = False

    def clean(self) -> dict[str, Any]:
        """Put the two together as ``days``: None where neither was given."""
        cleaned = super().clean() or {}
        cleaned["days"] = None
        if self.errors:
            return cleaned
        first, last = cleaned.get("first"), cleaned.get("last")
        if first is None and last is None:
            return cleaned
        earliest = first.earliest if first else None
        latest = last.latest if last else first.latest if first else None
        if earliest is None and not self.may_be_open:
            self.add_error("first", _("Give the first day too."))
        elif earliest is not None and latest is not None and earliest > latest:
            self.add_error("last", _("This lies before the first day. Exchange the two."))
        elif not self.may_be_later and earliest is not None and earliest > timezone.now().date():
            self.add_error("first", _("This day lies in the future."))
        else:
            cleaned["days"] = DateInterval(earliest, latest)
        return cleaned
