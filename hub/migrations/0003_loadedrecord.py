from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hub", "0002_initial")]

    operations = [
        migrations.CreateModel(
            name="LoadedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=120)),
                ("object_id", models.PositiveBigIntegerField()),
                ("content", models.CharField(max_length=64)),
                ("snapshot", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "loaded record",
                "verbose_name_plural": "loaded records",
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="one_load_per_record")],
            },
        ),
    ]
