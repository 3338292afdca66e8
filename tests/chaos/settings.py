"""The product's settings with one app more: the work that the chaos lane gives to the workers.

Only `tests.chaos.installation` chooses it, for the processes that it starts and kills.
"""

from __future__ import annotations

from factcheck.settings import *  # noqa: F403
from factcheck.settings import INSTALLED_APPS as APPS_OF_THE_PRODUCT

INSTALLED_APPS = [*APPS_OF_THE_PRODUCT, "tests.chaos.workload"]
