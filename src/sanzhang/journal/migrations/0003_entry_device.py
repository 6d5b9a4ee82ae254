"""Entries know the device that sent them, and the same entry is known again by what was sent."""

from django.db import migrations, models

SQLITE = """
    CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
    WHEN OLD.seq IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.county IS NOT OLD.county OR NEW.kind IS NOT OLD.kind
      OR NEW.area IS NOT OLD.area OR NEW.person IS NOT OLD.person OR NEW.post IS NOT OLD.post OR NEW.body IS NOT OLD.body
      OR NEW.content_hash IS NOT OLD.content_hash OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.occurred_at IS NOT OLD.occurred_at
      OR NEW.batch IS NOT OLD.batch OR NEW.sent_hash IS NOT OLD.sent_hash OR NEW.device IS NOT OLD.device
      OR NEW.clock_offset IS NOT OLD.clock_offset
    BEGIN SELECT RAISE(ABORT, 'journal entries are append only'); END;
"""
SQLITE_DELETE = """
    CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'journal entries are append only'); END;
"""
POSTGRESQL = """
    CREATE OR REPLACE FUNCTION journal_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.seq IS NULL
        AND (NEW.id, NEW.county, NEW.kind, NEW.area, NEW.person, NEW.post, NEW.body, NEW.content_hash, NEW.recorded_at, NEW.occurred_at,
             NEW.batch, NEW.sent_hash, NEW.device, NEW.clock_offset)
          = (OLD.id, OLD.county, OLD.kind, OLD.area, OLD.person, OLD.post, OLD.body, OLD.content_hash, OLD.recorded_at, OLD.occurred_at,
             OLD.batch, OLD.sent_hash, OLD.device, OLD.clock_offset)
      THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'journal entries are append only';
    END $$;
"""


def drop(apps, schema_editor):
    """SQLite makes the table anew for a new column, and its triggers go with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS journal_entry_no_update")
        schema_editor.execute("DROP TRIGGER IF EXISTS journal_entry_no_delete")


def create(apps, schema_editor):
    for statement in [POSTGRESQL] if schema_editor.connection.vendor == "postgresql" else [SQLITE, SQLITE_DELETE]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Columns of the device, and the triggers that keep them as they are."""

    dependencies = [("journal", "0002_append_only")]
    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.AddField("entry", "sent_hash", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("entry", "device", models.CharField(blank=True, default="", max_length=36)),
        migrations.AddField("entry", "clock_offset", models.IntegerField(default=0)),
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
