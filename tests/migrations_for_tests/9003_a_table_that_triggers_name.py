"""The trigger that freezes versions looks into the table of redactions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "9002_a_longer_title")]

    operations = [
        migrations.AddField("redaction", "law", models.CharField(max_length=80, default="UK GDPR")),
        migrations.AlterField("redaction", "removed", models.CharField(max_length=500)),
        migrations.AddField("procedure", "starred", models.BooleanField(default=False)),
    ]
