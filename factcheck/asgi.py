"""For hosts that offer only ASGI; `up` and docker-compose.yml use `factcheck.wsgi`.

Under ASGI, database connections that are kept open pile up one per thread: set
DATABASE_URL to a pooler there.
"""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

application = get_asgi_application()
