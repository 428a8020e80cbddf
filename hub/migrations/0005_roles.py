"""The groups of the roles with their permissions."""

from django.conf import settings
from django.db import migrations

from hub import roles


def grant(apps, schema_editor):
    roles.grant(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0004_enquiry"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("members", "0002_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("practices", "0002_initial"),
        ("publishing", "0005_document_dates"),
        ("reforms", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
