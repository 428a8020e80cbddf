"""Every change of what a public page can read raises the epoch."""

from django.db import migrations

from publishing.caching import epoch

NO_DRAFT = "{row}.state <> 'draft'"
"""Nobody but its writers reads a draft."""


class Migration(migrations.Migration):
    dependencies = [("hub", "0013_reviews"), ("publishing", "0022_epoch")]
    operations = [
        epoch.watch("hub_page", where=NO_DRAFT),
    ]
