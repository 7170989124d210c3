from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from procedures.text.format.parse import reread
from procedures.text.grammar import markdown
from procedures.text.showing.page import facts


def index_stored_texts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill the new index from every text there is. A text once accepted can always be read."""
    version_model = apps.get_model("procedures", "Version")
    fact_model = apps.get_model("procedures", "Fact")
    for version in version_model.objects.exclude(text="").iterator(chunk_size=200):
        fact_model.objects.bulk_create(
            fact_model(
                version_id=version.pk,
                key=fact.key.value,
                words=markdown.plain(fact.markdown),
            )
            for fact in facts(reread(version.text, f"version {version.pk}"))
        )


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("Session", "Session"),
                            ("Numbing", "Numbing"),
                            ("Number of sessions", "Number of sessions"),
                            ("Time between sessions", "Time between sessions"),
                            ("Back to normal", "Back to normal"),
                            ("Results show", "Results show"),
                            ("Results last", "Results last"),
                            ("Cost", "Cost"),
                            ("Minimum age", "Minimum age"),
                            ("Device", "Device"),
                        ],
                        max_length=30,
                    ),
                ),
                ("words", models.TextField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="facts",
                        to="procedures.version",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "key"), name="one_fact_a_key")
                ],
            },
        ),
        migrations.RunPython(index_stored_texts, migrations.RunPython.noop),
    ]
