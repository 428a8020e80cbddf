"""Every change of what a public page can read raises the epoch."""

from django.db import migrations, models

from publishing.caching import epoch


class Migration(migrations.Migration):
    dependencies = [("publishing", "0021_words_and_texts")]
    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("value", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "epoch",
                "verbose_name_plural": "epochs",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_epoch")],
            },
        ),
        epoch.make_machinery(),
        epoch.watch("publishing_collection"),
        epoch.watch("publishing_collectionitem"),
        epoch.watch("publishing_document"),
        epoch.watch("publishing_documentfile"),
        epoch.watch("publishing_documenttext"),
        epoch.watch("publishing_endorsement"),
        epoch.watch("publishing_entry"),
        epoch.watch("publishing_event"),
        epoch.watch("publishing_evidencedecision"),
        epoch.watch("publishing_formerslug"),
        epoch.watch("publishing_freshnessrule"),
        epoch.watch("publishing_languageversion"),
        epoch.watch("publishing_publishedversion"),
        epoch.watch("publishing_question"),
        epoch.watch("publishing_reviewcriterion"),
        epoch.watch("publishing_scheduledtransition"),
        epoch.watch("publishing_source"),
        epoch.watch("publishing_tag"),
        epoch.watch("publishing_taggedrecord"),
        epoch.watch("publishing_term"),
        epoch.watch("publishing_theme"),
        epoch.watch("publishing_usefulmark"),
    ]
