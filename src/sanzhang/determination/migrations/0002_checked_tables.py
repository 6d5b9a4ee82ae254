"""A table of elements is used once a second person has checked it; those loaded before that was asked stay in use."""

from django.db import migrations, models
from django.db.models import F

from sanzhang.journal.projecting import allowed


def keep_in_use(apps, schema_editor):
    with allowed():
        apps.get_model("determination", "ElementTable").objects.filter(right=None).update(right=True, checked_at=F("recorded_at"))


class Migration(migrations.Migration):
    dependencies = [("determination", "0001_initial")]

    operations = [
        migrations.AddField(model_name="elementtable", name="checked_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="elementtable", name="checked_by", field=models.CharField(blank=True, default="", max_length=60)),
        migrations.AddField(model_name="elementtable", name="note", field=models.CharField(blank=True, default="", max_length=500)),
        migrations.AddField(model_name="elementtable", name="right", field=models.BooleanField(null=True)),
        migrations.RunPython(keep_in_use, migrations.RunPython.noop),
    ]
