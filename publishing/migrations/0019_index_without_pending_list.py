import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    """Search index without a pending list. The setting is changed in place: a large index is not built anew for it."""

    dependencies = [
        ("publishing", "0018_draft_base"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        "ALTER INDEX entry_vector SET (fastupdate = off)",
                        "SELECT gin_clean_pending_list('entry_vector'::regclass)",
                    ],
                    "ALTER INDEX entry_vector SET (fastupdate = on)",
                )
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="entry", name="entry_vector"),
                migrations.AddIndex(
                    model_name="entry",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["vector"], name="entry_vector"
                    ),
                ),
            ],
        )
    ]
