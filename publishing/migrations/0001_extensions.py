"""Extensions and the collation key, before any table uses them."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
KEYS = "".join(chr(0xE000 + place) for place in range(len(ALPHABET)))

CREATE = f"""
CREATE FUNCTION kk_key(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(lower(t), '{ALPHABET}', '{KEYS}') COLLATE "C"
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(CREATE, "DROP FUNCTION kk_key(text)"),
    ]
