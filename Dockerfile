# The production image: web, worker, beat and every manage.py command. The demo's packages are not in it.

FROM node:24-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.13-slim AS packages
COPY requirements/runtime.txt /runtime.txt
RUN python -m venv /packages \
    && /packages/bin/pip install --no-cache-dir --require-hashes -r /runtime.txt

FROM python:3.13-slim
ENV PATH=/packages/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    STATIC_ROOT=/app/collected
RUN useradd --system --uid 10001 --no-create-home tilbage \
    && install --directory --owner tilbage /payroll
WORKDIR /app
COPY --from=packages /packages /packages
COPY --from=front-end /app/node_modules/dkfds/dist node_modules/dkfds/dist
COPY . .
# Neither needs a database; the values are for this step only and are not kept in the image.
RUN SECRET_KEY=used-only-while-building-the-image-0123456789abcdefghijkl \
    DATABASE_URL=postgres://nobody@localhost/nothing \
    sh -c "python manage.py compile_catalogues && python manage.py collectstatic --no-input"
USER tilbage
EXPOSE 8000
# As many workers as the machine has cores; WEB_CONCURRENCY says otherwise.
# No log of requests: their addresses may hold names that were searched for, and links that open accounts.
CMD ["sh", "-c", "exec gunicorn config.wsgi --no-control-socket --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm --workers ${WEB_CONCURRENCY:-$(nproc)}"]
