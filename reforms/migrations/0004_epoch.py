"""Every change of what a public page can read raises the epoch."""

from django.db import migrations

from publishing.caching import epoch

NO_DRAFT = "{row}.state <> 'draft'"
"""Nobody but its writers reads a draft."""


class Migration(migrations.Migration):
    dependencies = [("reforms", "0003_submission"), ("publishing", "0022_epoch")]
    operations = [
        epoch.watch("reforms_legalact"),
        epoch.watch("reforms_milestone"),
        epoch.watch("reforms_reform", where=NO_DRAFT),
        epoch.watch("reforms_reform_practices"),
        epoch.watch("reforms_reformtheme"),
    ]
