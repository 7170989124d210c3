"""On SQLite this builds the table of versions anew."""

from django.db import migrations, models

from tests.migrations_for_tests import LATEST


class Migration(migrations.Migration):
    dependencies = [("procedures", LATEST)]

    operations = [
        migrations.AddField("version", "language", models.CharField(max_length=8, default="en")),
    ]
