"""Who may read and judge adoptions on behalf of countries."""

from django.conf import settings
from django.db import migrations

from hub import roles


def grant(apps, schema_editor):
    roles.grant(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0008_consents"),
        ("members", "0003_submission"),
        ("practices", "0005_adoptions"),
        ("publishing", "0010_published_versions"),
        ("reforms", "0003_submission"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
