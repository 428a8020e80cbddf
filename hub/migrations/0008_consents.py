"""Reviewers, editors and the Secretariat may read the institutions' consents."""

from django.conf import settings
from django.db import migrations

from hub import roles


def grant(apps, schema_editor):
    roles.grant(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0007_append_only"),
        ("members", "0003_submission"),
        ("practices", "0004_contributions"),
        ("publishing", "0010_published_versions"),
        ("reforms", "0003_submission"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
