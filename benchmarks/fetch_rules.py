"""How many odd web addresses and numbers the fetcher judges as they should be judged.

Reads two tables from a folder and fetches every address in a world without a network: names
resolve to what the table says, and a connection that is opened is counted and refused. Says
nothing of how answers are read; tests/webfetch has servers for that.

    ./bayyina bench fetch_rules FOLDER

``ssrf_urls.tsv``: id, url_json (the address as a JSON string), expected (ALLOW or BLOCK), stage,
dns, why. ``dns`` holds what the resolver answers: ``-`` nothing, ``|`` between answers, ``;``
between the first asking and the next; NXDOMAIN, EMPTY, and SERVER_OWN_PUBLIC_IP for a number of
our own.
``ssrf_addresses.tsv``: address, expected, why.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from socket import gaierror, socket

from webfetch import Reason, Refused
from webfetch.addresses import check_address
from webfetch.client import fetch

# A number that stands for this installation's own.
OWN_NUMBER = "93.184.215.200"


class NoSuchTable(Exception):
    """The folder has no such table; the message says which."""


@dataclass
class World:
    """A resolver that answers from a row, and connections that are only counted."""

    answers: list[str]
    names: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """Give the row's answers, those of the next asking the next time."""
        self.names.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer in ("-", "NXDOMAIN"):
            raise gaierror(f"no such name: {host}")
        if answer == "EMPTY":
            return []
        return answer.replace("SERVER_OWN_PUBLIC_IP", OWN_NUMBER).split("|")

    def connect(self, address: str, port: int, seconds: float) -> socket:
        """Note that a connection would have been opened."""
        self.opened.append(address)
        raise ConnectionRefusedError("nobody is here")


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table with tabs between its columns.

    Raises:
        NoSuchTable: if the folder has none of that name.
    """
    path = folder / name
    if not path.is_file():
        raise NoSuchTable(f"There is no {path}. Give the folder that holds {name}.")
    with path.open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)


def judge_url(row: dict[str, str]) -> tuple[str, World]:
    """Return ALLOW where a connection was opened, else BLOCK, and what was asked."""
    world = World(row["dns"].split(";"))
    refuse = frozenset({OWN_NUMBER})
    try:
        fetch(
            json.loads(row["url_json"]), refuse=refuse, resolve=world.resolve, connect=world.connect
        )
    except Refused as refused:
        if refused.reason is Reason.NO_CONNECTION and world.opened:
            return "ALLOW", world
    return "BLOCK", world


def judge_address(row: dict[str, str]) -> str:
    """Return ALLOW or BLOCK for a number."""
    try:
        check_address(row["address"])
    except Refused:
        return "BLOCK"
    return "ALLOW"


def main(arguments: Sequence[str]) -> int:
    """Print what was found; return 1 if any row was judged otherwise than expected."""
    parser = argparse.ArgumentParser(description="Judge the addresses of two tables.")
    parser.add_argument("folder", type=Path, help="holds ssrf_urls.tsv and ssrf_addresses.tsv")
    folder = parser.parse_args(arguments).folder
    urls = [(row, *judge_url(row)) for row in rows(folder, "ssrf_urls.tsv")]
    numbers = [(row, judge_address(row)) for row in rows(folder, "ssrf_addresses.tsv")]
    wrong = [
        f"{row['id']}: {found}, expected {row['expected']} ({row['why']})"
        for row, found, _ in urls
        if found != row["expected"]
    ] + [
        f"{row['address']}: {found}, expected {row['expected']} ({row['why']})"
        for row, found in numbers
        if found != row["expected"]
    ]
    opened = sum(len(world.opened) for row, _, world in urls if row["expected"] == "BLOCK")
    asked_again = sum(len(world.names) > 1 for _, _, world in urls)
    right_urls = sum(found == row["expected"] for row, found, _ in urls)
    right_numbers = sum(found == row["expected"] for row, found in numbers)
    print(f"addresses of pages: {right_urls} of {len(urls)} as expected")
    print(f"numbers: {right_numbers} of {len(numbers)} as expected")
    print(f"sockets opened for what is to be refused: {opened}")
    print(f"names asked for more than once in a hop: {asked_again}")
    for line in wrong:
        print(f"  {line}")
    return 1 if wrong or opened or asked_again else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoSuchTable as error:
        sys.exit(str(error))
