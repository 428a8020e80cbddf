"""The Secretariat runs the Committee's business."""

from django.db import migrations

from hub import roles


def grant(apps, schema_editor):
    roles.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("hub", "0017_committee"), ("steering", "0002_run_committee")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
