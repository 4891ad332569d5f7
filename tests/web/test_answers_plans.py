"""Plans made before decisions were: kept as decisions to adopt, with what is known of them."""

import datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from rebond_web.accounts.actions import account_of
from rebond_web.answers.models import Decision
from rebond_web.workspaces.models import Seat, Tenant

_BEFORE = [("insights", "0001_initial"), ("answers", "0001_initial")]


# SQLite changes no table within a transaction; on PostgreSQL, the audit log refuses to be emptied.
@pytest.mark.django_db(transaction=connection.vendor == "sqlite")
def test_a_plan_is_kept_with_its_state_its_owner_and_its_days() -> None:
    if connection.vendor == "postgresql":
        # As if each migration had ended its transaction: none leaves checks for later.
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate(_BEFORE)
    past = MigrationExecutor(connection).loader.project_state(_BEFORE).apps
    tenant = Tenant.objects.create(slug="past", name="Past", folder="/past")
    account = account_of("past@example.com")
    seat = Seat.objects.create(account=account, tenant=tenant, role="owner")
    made = past.get_model("insights", "Plan").objects.create(
        tenant_id=tenant.pk, owner_id=seat.pk, by_id=account.pk,
        insight="0a1b2c3d", what="A second till",
        due=datetime.date(2026, 12, 31), state="dropped",
    )  # fmt: skip
    MigrationExecutor(connection).migrate(leaves)

    decision = Decision.objects.get(insight="0a1b2c3d")
    assert (decision.kind, decision.what, decision.state) == ("adopt", "A second till", "stopped")
    assert (decision.owner_id, decision.by_id, decision.due) == (
        seat.pk,
        account.pk,
        datetime.date(2026, 12, 31),
    )
    assert abs(decision.at - made.created) < datetime.timedelta(seconds=1)
    assert [step.state for step in decision.steps.order_by("pk")] == ["planned", "stopped"]
    assert all(step.spread for step in decision.steps.all())
    assert decision.at <= timezone.now()
