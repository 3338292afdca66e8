"""The only code that opens a connection to an address someone else chose.

Everything that is fetched because a person pasted it, or because a page named it, goes through
``webfetch.client.fetch``. Nothing here knows what a page or a picture is, and nothing of Django.
"""

from webfetch.refusals import Reason, Refused, Stage

__all__ = ["Reason", "Refused", "Stage"]
