"""The accounts of the demo newsroom and the file that holds their passwords.

For the command `load_demo` only. A real newsroom makes its people in the admin.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from claims.domain.workflow import Role
from claims.management.demo_files import DemoPerson

# No letters or digits that can be taken for one another: these are copied by eye.
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_PASSWORD_LENGTH = 12

# What the admin may do in Django's admin: people, outlets, ratings; submissions are moderated
# and may be erased. Nothing that is published.
_ADMIN_MODELS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("auth", "user"): ("view", "add", "change"),
    ("claims", "outlet"): ("view", "add", "change"),
    ("claims", "rating"): ("view", "add", "change"),
    ("claims", "ratinglabel"): ("view", "add", "change"),
    ("claims", "submission"): ("view", "change", "delete"),
}


class NameTaken(Exception):
    """An account has a demo person's user name and not their role: it is somebody else's."""

    def __init__(self, username: str) -> None:
        super().__init__(
            _(
                "An account named %(name)s is there already and is not in the group %(name)s, so "
                "it is not the demo's. Start with --no-demo, or put the account into the group."
            )
            % {"name": username}
        )


def read_sign_ins(path: Path) -> dict[str, str]:
    """Return user name -> password from a file of ``role<TAB>username<TAB>password`` lines.

    Lines of another shape are passed over; without a file the answer is empty.
    """
    if not path.exists():
        return {}
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {words[1]: words[2] for words in lines if len(words) == 3}


def write_sign_ins(path: Path, passwords: Mapping[str, str]) -> None:
    """Write the file anew, readable by its owner only. Role and user name are the same word."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    owner_only = stat.S_IRUSR | stat.S_IWUSR
    with os.fdopen(
        os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, owner_only), "w"
    ) as file:
        file.writelines(f"{name}\t{name}\t{password}\n" for name, password in passwords.items())
    unfinished.replace(path)


def ensure_people(people: Iterable[DemoPerson], sign_ins: Path) -> dict[str, User]:
    """Return the demo's users by user name, making those that are missing.

    An account that is there keeps its password and everything else. The password of one that is
    made stands in the file before the account does, so that it cannot be lost.

    Raises:
        NameTaken: before anything is written.
    """
    wanted = list(people)
    known = User.objects.in_bulk([person.username for person in wanted], field_name="username")
    for name, user in known.items():
        if not user.groups.filter(name=name).exists():
            raise NameTaken(name)
    missing = [person for person in wanted if person.username not in known]
    passwords = read_sign_ins(sign_ins)
    for person in missing:
        new = get_random_string(_PASSWORD_LENGTH, _ALPHABET)
        passwords.setdefault(person.username, new)
    if missing:
        write_sign_ins(sign_ins, passwords)
    for person in missing:
        known[person.username] = _make(person, passwords[person.username])
    return known


@transaction.atomic
def _make(person: DemoPerson, password: str) -> User:
    is_admin = person.username == Role.ADMIN.value
    user = User.objects.create_user(
        person.username,
        password=password,
        first_name=person.first_name,
        last_name=person.last_name,
        is_staff=is_admin,
    )
    group, _created = Group.objects.get_or_create(name=person.username)
    user.groups.add(group)
    if is_admin:
        for (app, model), verbs in _ADMIN_MODELS.items():
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label=app,
                    codename__in=[f"{verb}_{model}" for verb in verbs],
                )
            )
    return user
