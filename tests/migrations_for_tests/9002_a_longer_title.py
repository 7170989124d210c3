"""A column that exists is altered, and one may hold NULL."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "9001_another_column")]

    operations = [
        migrations.AlterField("version", "title", models.CharField(max_length=200)),
        migrations.AlterField("review", "note", models.TextField(null=True)),
    ]
