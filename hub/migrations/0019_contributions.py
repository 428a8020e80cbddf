"""The Secretariat keeps contributors and contributions in the administration."""

from django.db import migrations

from hub import roles


def grant(apps, schema_editor):
    roles.grant(apps)


class Migration(migrations.Migration):
    dependencies = [("hub", "0018_run_committee"), ("steering", "0014_trial_figures")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
