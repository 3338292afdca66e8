"""Run the sweeper until told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection

from jobs import heartbeat, sweeper

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send again what the broker lost, every few seconds, until stopped."
    # What is amiss with pages or keys is said by `startup_checks`, and must not stop the rescuer.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        stop = threading.Event()
        if not once:
            heartbeat.take_role("sweeper")
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self.round()
            if once:
                return
            stop.wait(settings.JOB_SWEEP_SECONDS)
        self.say_goodbye()

    def round(self) -> None:
        try:
            heartbeat.beat("sweeper")
            heartbeat.forget_the_gone()
            sent = sweeper.sweep()
        except (OperationalError, InterfaceError) as error:
            # The database is away: drop the dead connection and look again next round.
            log.warning("sweeper waits for the database (%s)", error)
            connection.close()
            return
        if sent:
            log.info("sweeper sent jobs=%s", sent)

    def say_goodbye(self) -> None:
        try:
            heartbeat.end("sweeper")
        except (OperationalError, InterfaceError) as error:
            # Its silence will be noticed in half a minute instead.
            log.warning("sweeper ends without a word to the database (%s)", error)
