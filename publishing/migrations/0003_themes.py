"""The 16 themes of the controlled vocabulary: a new site needs them before any record."""

from pathlib import Path

import yaml
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

THEMES = Path(__file__).resolve().parent.parent / "reference" / "themes.yaml"


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Theme = apps.get_model("publishing", "Theme")
    for position, theme in enumerate(yaml.safe_load(THEMES.read_text(encoding="utf-8"))):
        names = {f"name_{code}": theme[code] for code in ("kk", "ru", "en")}
        Theme.objects.get_or_create(slug=theme["id"], defaults={"position": position, "name": theme["en"], **names})


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
