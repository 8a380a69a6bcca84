#!/bin/sh
# Run once by the database's image, when its data directory is empty: the application's own role and database.
# The role is no superuser; production settings refuse one that is. The extensions it needs are trusted ones.
set -eu
psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 --set password="$APP_PASSWORD" <<'SQL'
CREATE ROLE app LOGIN PASSWORD :'password';
CREATE DATABASE tilbage OWNER app ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
SQL
