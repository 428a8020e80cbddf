import django.contrib.postgres.indexes
from django.db import migrations, models

from publishing.caching import epoch


class Migration(migrations.Migration):
    """What facets, filters and orders need of an entry, in one narrow column.

    The rows are kept narrow: long texts move out of them, the columns never do. Entries that stand already are read
    the slow way until they are written anew (`rebuild_catalogue`).
    """

    dependencies = [
        ("publishing", "0023_suggestions_and_searches"),
    ]

    operations = [
        migrations.CreateModel(
            name="FacetValue",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("facet", models.CharField(max_length=12)),
                ("value", models.CharField(max_length=100)),
            ],
            options={
                "verbose_name": "value of a facet",
                "verbose_name_plural": "values of facets",
                "constraints": [
                    models.UniqueConstraint(fields=("facet", "value"), name="one_number_per_facet_value")
                ],
            },
        ),
        epoch.watch("publishing_facetvalue"),
        migrations.AddField(
            model_name="entry",
            name="columns",
            field=models.BinaryField(
                null=True, help_text="what facets, filters and orders need; see publishing.finding.columns"
            ),
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE publishing_entry SET (toast_tuple_target = 128)",
                "ALTER TABLE publishing_entry ALTER COLUMN columns SET STORAGE PLAIN",
            ],
            ["ALTER TABLE publishing_entry RESET (toast_tuple_target)"],
        ),
        migrations.AddIndex(
            model_name="entry", index=django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="entry_tags")
        ),
    ]
