# The image of web, worker and beat. It holds no secret: every value comes from the environment.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    XDG_CACHE_HOME=/tmp/cache

# What writes PDFs.
RUN apt-get update -qq \
    && apt-get install -qq -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin zorgregio

WORKDIR /srv/zorgregio
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes -r requirements/base.txt

COPY . .
# The code stays owned by root; only these two folders can be written, and a volume goes over each.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/uploads var/beat \
    && chown zorgregio: var/uploads var/beat

USER zorgregio
EXPOSE 8000
CMD ["gunicorn", "--config", "python:zorgregio.gunicorn", "zorgregio.wsgi"]
