"""The Secretariat keeps the seats, mandates and rules of the Committee."""

from django.conf import settings
from django.db import migrations

from hub import roles


def grant(apps, schema_editor):
    roles.grant(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0016_searches"),
        ("members", "0004_epoch"),
        ("practices", "0007_epoch"),
        ("publishing", "0025_synonyms"),
        ("reforms", "0004_epoch"),
        ("steering", "0001_who_sits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
