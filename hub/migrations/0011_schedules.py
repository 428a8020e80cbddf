"""Who sets the intervals of checks and sees what is scheduled."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations

from hub import roles


def grant(apps: Apps, _editor: Any) -> None:
    """Make the groups what the table of roles says."""
    roles.grant(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("hub", "0010_glossary"),
        ("members", "0003_submission"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("practices", "0005_adoptions"),
        ("publishing", "0016_public_reasons"),
        ("reforms", "0003_submission"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
