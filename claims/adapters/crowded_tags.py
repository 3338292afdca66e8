"""Tags with thousands of attributes, made harmless before a page is parsed.

For ``page_tree.py``.
"""

from __future__ import annotations

import re

__all__ = ["without_crowded_tags"]

# libxml2 compares each attribute of a tag with all before it: 20,000 take three seconds, ten times
# as many take minutes that nothing can interrupt.
_LONGEST_TAG = 20_000
_MOST_ATTRIBUTES = 2_000
_OPEN_TAG = re.compile(r"""(<[a-zA-Z][^\s<>/"']{0,40})((?:[^>"']++|"[^"]*+"|'[^']*+')*+)""")
_BETWEEN_ATTRIBUTES = re.compile(r"""[\s/"']+""")


def without_crowded_tags(text: str) -> str:
    """Drop the attributes of a tag that has thousands of them; linear."""
    if len(text) <= _LONGEST_TAG:
        return text
    return _OPEN_TAG.sub(_bare_where_crowded, text)


def _bare_where_crowded(tag: re.Match[str]) -> str:
    is_long = len(tag[0]) > _LONGEST_TAG
    if is_long and len(_BETWEEN_ATTRIBUTES.findall(tag[2])) > _MOST_ATTRIBUTES:
        return tag[1]
    return tag[0]
