"""Keep the plans made on insights as decisions to adopt, with the steps that are known of them."""

from typing import Any

from django.db import migrations

_STATES = {"planned": "planned", "doing": "doing", "done": "done", "dropped": "stopped"}


def keep_plans(apps: Any, schema_editor: Any) -> None:
    plans = apps.get_model("insights", "Plan").objects.using(schema_editor.connection.alias)
    decision, step = apps.get_model("answers", "Decision"), apps.get_model("answers", "Step")
    for plan in plans.order_by("pk"):
        state = _STATES[plan.state]
        made = decision.objects.create(
            tenant_id=plan.tenant_id,
            insight=plan.insight,
            kind="adopt",
            what=plan.what,
            owner_id=plan.owner_id,
            due=plan.due,
            state=state,
            by_id=plan.by_id,
            at=plan.created,
        )
        decision.objects.filter(pk=made.pk).update(changed=plan.changed)
        known = {"decision": made, "due": plan.due, "by_id": plan.by_id, "spread": True}
        step.objects.create(state="planned", at=plan.created, **known)
        if state != "planned":
            step.objects.create(state=state, at=plan.changed, **known)


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial"), ("insights", "0001_initial")]
    operations = [migrations.RunPython(keep_plans, migrations.RunPython.noop)]
