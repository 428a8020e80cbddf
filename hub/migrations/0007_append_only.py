"""The histories of all floors only grow. Later history tables are protected by the migration that makes them."""

from django.db import migrations

from publishing import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0006_submission"),
        ("members", "0003_submission"),
        ("practices", "0003_submission"),
        ("publishing", "0010_published_versions"),
        ("reforms", "0003_submission"),
    ]

    operations = [
        append_only.protect("hub_historicalpage"),
        append_only.protect("members_historicalcountry"),
        append_only.protect("members_historicalexpert"),
        append_only.protect("members_historicalindicator"),
        append_only.protect("members_historicalinstitution"),
        append_only.protect("members_historicalparticipationevidence"),
        append_only.protect("practices_historicalaward"),
        append_only.protect("practices_historicalpractice"),
        append_only.protect("practices_historicalpracticetheme"),
        append_only.protect("practices_historicalresult"),
        append_only.protect("reforms_historicallegalact"),
        append_only.protect("reforms_historicalmilestone"),
        append_only.protect("reforms_historicalreform"),
        append_only.protect("reforms_historicalreformtheme"),
    ]
