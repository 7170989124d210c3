"""A release that cannot be installed."""

from django.db import migrations


def fail(apps, schema_editor):
    raise RuntimeError("This migration fails.")


class Migration(migrations.Migration):
    dependencies = [("procedures", "9003_a_table_that_triggers_name")]

    operations = [migrations.RunPython(fail, migrations.RunPython.noop)]
