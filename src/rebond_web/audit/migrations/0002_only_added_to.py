"""Lines of the audit log are never changed nor removed, whoever asks the database."""

from django.db import migrations

_REFUSED = "lines of the audit log are never changed nor removed"


def _trigger(verb: str) -> str:
    return (
        f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    )


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(_trigger(verb), f"DROP TRIGGER IF EXISTS audit_entry_no_{verb.lower()}")
        for verb in ("UPDATE", "DELETE")
    ]
