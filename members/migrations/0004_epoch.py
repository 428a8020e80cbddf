"""Every change of what a public page can read raises the epoch."""

from django.db import migrations

from publishing.caching import epoch

NO_DRAFT = "{row}.state <> 'draft'"
"""Nobody but its writers reads a draft."""


class Migration(migrations.Migration):
    dependencies = [("members", "0003_submission"), ("publishing", "0022_epoch")]
    operations = [
        epoch.watch("members_country", where=NO_DRAFT),
        epoch.watch("members_expert", where=NO_DRAFT),
        epoch.watch("members_expert_themes"),
        epoch.watch("members_indicator"),
        epoch.watch("members_institution"),
        epoch.watch("members_participationevidence"),
        epoch.watch(
            "members_user",
            without=("last_login", "letter_wish", "password", "preferred_language", "reader_preferences"),
        ),
        epoch.watch("members_user_groups"),
        epoch.watch("members_user_user_permissions"),
    ]
