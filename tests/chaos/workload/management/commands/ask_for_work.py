"""Ask for jobs as the product does, one transaction each."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from jobs import hints
from jobs.actions import enqueue


class Command(BaseCommand):
    help = "Ask for jobs of the chaos lane."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("asks", help="JSON: a list of {kind, keys, payload, due_in}")
        parser.add_argument("--times", type=int, default=1, help="send each message so often")

    def handle(self, *args: Any, asks: str, times: int, **options: Any) -> None:
        for ask in json.loads(asks):
            due_at = timezone.now() + timedelta(seconds=ask["due_in"]) if ask["due_in"] else None
            for key in ask["keys"]:
                payload = {**ask["payload"], "key": key}
                job = enqueue(ask["kind"], key, payload, due_at=due_at)
                for _ in range(times - 1):
                    hints.send(job.pk)
