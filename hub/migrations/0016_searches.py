"""Editors read what people search for."""

from django.conf import settings
from django.db import migrations

from hub import roles


def grant(apps, schema_editor):
    roles.grant(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0015_synonyms"),
        ("members", "0003_submission"),
        ("practices", "0005_adoptions"),
        ("publishing", "0025_synonyms"),
        ("reforms", "0003_submission"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
