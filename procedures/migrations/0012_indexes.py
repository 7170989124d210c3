from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0011_backups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                fields=["version", "digest", "on", "next_due"], name="reviews_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["kind", "version"], name="steps_by_kind"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                fields=["status", "procedure", "number", "title"], name="versions_for_lists"
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                fields=["procedure", "number", "change", "digest"], name="versions_for_reviews"
            ),
        ),
    ]
