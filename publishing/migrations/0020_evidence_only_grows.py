from django.db import migrations

from publishing import append_only


class Migration(migrations.Migration):

    dependencies = [("publishing", "0019_index_without_pending_list")]

    operations = [append_only.protect("publishing_evidencedecision", "by_id")]
