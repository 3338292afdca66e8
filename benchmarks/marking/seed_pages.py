"""What reading must give for the five pages that the reader was built on; for ``seeds.py``.

Digests, line numbers and code point offsets only, never the pages' words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["SEEDS", "Said", "Seed"]


@dataclass(frozen=True)
class Said:
    """A statement that must be suggested: stance, and offsets of names that are acceptable.

    ``anonymous`` asks for the mark of an unnamed source, ``outlet`` for that of the page's own
    outlet; ``relay`` holds offsets of who passes it on.
    """

    stance: str
    speakers: tuple[str, ...]
    relay: tuple[str, ...] = ()
    item: int = 0
    anonymous: bool = False


@dataclass(frozen=True)
class Seed:
    """What one page must give; lines are numbered from 0, offsets count code points of the file.

    Attributes:
        titles: one line number for each article.
        kept, dropped: lines whose words must, and must not, be in an article's body.
        cuts: lines at which the second and later articles begin.
        joined: pairs of lines that are one paragraph.
        captions: lines that are captions.
        published: for each article the interval as "first/last", an open side empty; None where
            the text says nothing.
        has_conflict: whether the day must be flagged.
        clock: the time of publication, without a zone.
        dates: offsets in the file, and the interval that is to be found for them.
        open_dates: offsets of dates that may be flagged or open, and must not be silently given
            a year.
        verdict: offsets of the fact-checker and of its finding.
        posts: offsets of the accounts of told posts.
        said: statements.
    """

    name: str
    titles: tuple[int, ...]
    kept: tuple[int, ...]
    dropped: tuple[int, ...]
    published: tuple[str | None, ...]
    cuts: tuple[int, ...] = ()
    joined: tuple[tuple[int, int], ...] = ()
    captions: tuple[int, ...] = ()
    has_conflict: bool = False
    clock: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    open_dates: tuple[str, ...] = ()
    verdict: tuple[str, str] | None = None
    posts: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


SEEDS = {
    "fb539ff67b11ef1b": Seed(
        "000",
        titles=(2,),
        kept=tuple(range(7, 30, 2)),
        dropped=(0, 2, 4, 5, 31, 32, 33),
        captions=(5,),
        published=("2024-06-23/2024-06-23",),
        dates={
            "942:956": "2022-08-01/2022-08-31",
            "1573:1596": "2024-06-17/2024-06-17",
            "1804:1819": "2024-06-18/2024-06-18",
        },
        verdict=("876:881", "896:901"),
        said=(
            Said("asserts", ("1603:1627", "1632:1641")),
            Said("asserts", ("1122:1147", "1169:1174", "995:1009")),
            Said("did_not_announce", ("1778:1784", "293:304", "298:304")),
        ),
    ),
    "51790e51055ee681": Seed(
        "001",
        titles=(0,),
        kept=tuple(range(4, 27, 2)),
        dropped=(0, 2, 29),
        published=("2024-07-18/2024-07-18",),
        dates={
            "1384:1423": "2024-02-27/2024-02-27",
            "359:384": "2021-10-01/2021-10-31",
            "2323:2353": "2024-02-01/2024-02-01",
        },
        said=(
            Said("cannot_verify", ("1245:1263",)),
            Said("asserts", ("124:157", "111:158"), relay=("167:185",)),
            Said("asserts", ("1092:1105", "211:270"), relay=("1052:1085",)),
            Said("asserts", ("1302:1326",)),
            Said("asserts", ("2288:2298", "2288:2319")),
        ),
    ),
    "f3f3b06ec83b2efe": Seed(
        "002",
        titles=(2,),
        kept=(8, 10, 12, 14, 16, 18, 19, 21, 22, 24, 26, 27, 29, 31, 33, 34, 36),
        dropped=(0, 2, 6, 38, 40, 42),
        published=("2019-08-17/2019-08-17",),
        joined=((18, 19), (21, 22), (26, 27), (33, 34)),
        clock="22:11",
        dates={"129:142": "2019-08-16/2019-08-16", "2283:2291": "1998-01-01/1998-12-31"},
        said=(
            Said("declines", ("604:616",)),
            Said("no_answer", ("633:657",)),
            Said("denies", ("693:698",)),
            Said("asserts", ("99:116",), anonymous=True),
            Said("asserts", ("1716:1733",), anonymous=True),
        ),
    ),
    "d23b9511d0aacd80": Seed(
        "003",
        titles=(5,),
        kept=(8, 10, 12, 14, 18, 20, 22, 24, 26, 30, 32),
        dropped=(0, 1, 2, 3, 5, 6, 16, 28, 34, 38, 40),
        captions=(6, 16),
        published=("/2024-05-03",),
        has_conflict=True,
        posts=("571:591", "797:807", "941:951", "1128:1145"),
        said=(Said("asserts", ("941:951",)), Said("asserts", ("571:591",))),
    ),
    "3fc0fcb05af16ab5": Seed(
        "004",
        titles=(0, 34),
        kept=(*range(11, 25), 39, 41, 42, 44, 46, 48, 50, 52),
        dropped=(0, 4, 5, 7, 9, 28, 30, 31, 32, 34, 36, 37),
        cuts=(28,),
        captions=(30,),
        published=("2015-06-01/", None),
        dates={"1809:1817": "1979-01-01/1979-12-31", "2170:2178": "2015-06-01/2015-08-31"},
        open_dates=("1437:1451",),
        said=(
            Said("denies", ("301:312", "0:6")),
            Said("asserts", ("1359:1379",), relay=("1302:1313",)),
            Said("asserts", ("1629:1648",), relay=("1302:1313", "1618:1625")),
            Said("asserts", ("2716:2730",), item=1),
            Said("asserts", ("3082:3095",), item=1),
            Said("asserts", ("3465:3478", "3727:3733"), item=1),
        ),
    ),
}
