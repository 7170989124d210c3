from django.db import migrations, models

from procedures.models import triggers


def begin(apps, schema_editor):
    """The row that SQLite counts in. It begins at 1: a site that has none of this begins at 0."""
    apps.get_model("procedures", "Generation").objects.create(pk=0, number=1)


def stop(apps, schema_editor):
    """Take away what counts in the table, before the table goes."""
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0009_embed_sites"),
    ]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.RunPython(begin, stop),
    ]
