"""The database itself refuses to change or delete entries: a sealed one never, an unsealed one only by sealing it."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
    WHEN OLD.seq IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.county IS NOT OLD.county OR NEW.kind IS NOT OLD.kind
      OR NEW.area IS NOT OLD.area OR NEW.person IS NOT OLD.person OR NEW.post IS NOT OLD.post OR NEW.body IS NOT OLD.body
      OR NEW.content_hash IS NOT OLD.content_hash OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.occurred_at IS NOT OLD.occurred_at
      OR NEW.batch IS NOT OLD.batch
    BEGIN SELECT RAISE(ABORT, 'journal entries are append only'); END;
    """,
    """
    CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'journal entries are append only'); END;
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION journal_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.seq IS NULL
        AND (NEW.id, NEW.county, NEW.kind, NEW.area, NEW.person, NEW.post, NEW.body, NEW.content_hash, NEW.recorded_at, NEW.occurred_at, NEW.batch)
          = (OLD.id, OLD.county, OLD.kind, OLD.area, OLD.person, OLD.post, OLD.body, OLD.content_hash, OLD.recorded_at, OLD.occurred_at, OLD.batch)
      THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'journal entries are append only';
    END $$;
    """,
    """
    CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_append_only();
    """,
    """
    CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_append_only();
    """,
]


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS journal_entry_append_only() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS journal_entry_no_update")
        schema_editor.execute("DROP TRIGGER IF EXISTS journal_entry_no_delete")


class Migration(migrations.Migration):
    """Append-only triggers."""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
