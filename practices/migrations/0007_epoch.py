"""Every change of what a public page can read raises the epoch."""

from django.db import migrations

from publishing.caching import epoch

NO_DRAFT = "{row}.state <> 'draft'"
"""Nobody but its writers reads a draft."""


class Migration(migrations.Migration):
    dependencies = [("practices", "0006_updates"), ("publishing", "0022_epoch")]
    operations = [
        epoch.watch("practices_adoption"),
        epoch.watch("practices_award"),
        epoch.watch("practices_consent"),
        epoch.watch("practices_practice", where=NO_DRAFT),
        epoch.watch("practices_practicetheme"),
        epoch.watch("practices_result"),
    ]
