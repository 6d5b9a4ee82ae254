from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="inspection",
            name="inspections_county_day",
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["county", "occurred_on", "occurred_at", "id", "area", "sector"], name="inspections_newest"),
        ),
    ]
