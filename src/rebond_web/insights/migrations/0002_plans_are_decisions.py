"""Plans are decisions: they were kept as such."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial"), ("answers", "0002_plans_are_decisions")]
    operations = [migrations.DeleteModel(name="Plan")]
