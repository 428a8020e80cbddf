from django.db import migrations


class Migration(migrations.Migration):
    """How entries lie on disk: vectors as they are, since unpacking one takes twenty times as long as reading it.

    The planner learns in how few parts a search reads the table. Vectors that stand already stay packed until they are
    written anew (`rebuild_catalogue`).
    """

    dependencies = [
        ("publishing", "0026_entries_of_a_country"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "ALTER TABLE publishing_entry ALTER COLUMN vector SET STORAGE EXTERNAL",
                "CREATE STATISTICS entry_chunks ON (id >> 15) FROM publishing_entry",
            ],
            [
                "DROP STATISTICS entry_chunks",
                "ALTER TABLE publishing_entry ALTER COLUMN vector SET STORAGE EXTENDED",
            ],
        ),
    ]
