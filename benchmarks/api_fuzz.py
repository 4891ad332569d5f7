"""Whatever is sent to the API, it never fails and answers as its document says.

    python -m benchmarks api_fuzz [--minutes 10] [--responses 400]

A demo company is shown on a site of its own; schemathesis draws requests from the OpenAPI document,
valid ones, and ones that break one rule each, and every answer is checked: no 5xx, a documented
status, media type and body. The application is called in this process, as a server would.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

# A drawn text is hardly ever a question: those of valid requests are some that mean something.
QUESTIONS = (
    "responses",
    "nps by month",
    "share by theme",
    "net_polarity by theme where stakeholder = customer",
    "voices where polarity = negative and not channel = survey",
    "csat_mean by stakeholder, channel",
    "opinions by theme, polarity",
)


def main() -> int:
    """Measure and print; return 1 when an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--responses", type=int, default=400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REBOND_SITE"] = str(Path(folder) / "site")
        os.environ["DJANGO_SETTINGS_MODULE"] = "rebond_web.settings"
        token = _prepared(Path(folder), options.responses)
        return _fuzzed(token, time.monotonic() + 60 * options.minutes)


def _prepared(folder: Path, responses: int) -> str:
    """Show a demo company on a site and return a token that allows everything."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from rebond.demo import write_company
    from rebond.listen.importing import import_files
    from rebond.understand import understand
    from rebond.workspace import Workspace

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0, interactive=False)
    from rebond_web.accounts.actions import account_of
    from rebond_web.api import caller
    from rebond_web.api.tokens import make_token
    from rebond_web.workspaces.actions import add_tenant

    caller.A_MINUTE = 10**9
    company = write_company(folder / "files", responses=responses)
    workspace = Workspace.create(folder / "workspace")
    import_files(workspace, [file.path for file in company.files])
    understand(workspace)
    owner = account_of("owner@example.com")
    tenant = add_tenant(folder / "workspace", by=owner)
    return make_token(tenant, "fuzz", ("push", "read", "voices"), "", 30, by=owner)


def _fuzzed(token: str, end: float) -> int:
    import schemathesis
    from django.core.wsgi import get_wsgi_application

    from rebond_web.api.routes import document

    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    operations = [found.ok() for found in schema.get_all_operations()]
    seen: Counter[tuple[str, int]] = Counter()
    wrong: list[str] = []
    seed = 0
    while time.monotonic() < end:
        for operation in operations:
            _drawn(operation, token, seed, seen, wrong)
        seed += 1
    for (name, status), count in sorted(seen.items()):
        print(f"{name:<32} {status} {count:>7,}")
    print(f"{sum(seen.values()):,} requests, {len(wrong)} answers that should not be")
    for one in wrong[:20]:
        print(one)
    return 1 if wrong else 0


def _drawn(
    operation: Any, token: str, seed: int, seen: Counter[tuple[str, int]], wrong: list[str]
) -> None:
    """Send 40 requests drawn for one operation: half of them valid, half not."""
    from schemathesis import GenerationMode

    def ask(case: Any, question: str | None) -> None:
        if question and "question" in (case.query or {}):
            case.query["question"] = question
        _sent(case, operation, token, seen, wrong)

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        questions = QUESTIONS if mode is GenerationMode.POSITIVE else (None,)
        _twenty(operation.as_strategy(generation_mode=mode), questions, seed, ask)


def _twenty(
    cases: Any, questions: Sequence[str | None], seed: int, ask: Callable[[Any, str | None], None]
) -> None:
    """Have twenty cases drawn and asked."""
    import hypothesis
    from hypothesis import strategies

    drawn = hypothesis.given(case=cases, question=strategies.sampled_from(questions))(ask)
    settled = hypothesis.settings(
        max_examples=20,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )(drawn)
    hypothesis.seed(seed)(settled)()


def _sent(
    case: Any,
    operation: Any,
    token: str,
    seen: Counter[tuple[str, int]],
    wrong: list[str],
) -> None:
    """Send a request, count its answer, and note it where it should not be."""
    from schemathesis.core.failures import Failure, FailureGroup

    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    response = case.call(headers=headers)
    seen[f"{operation.method.upper()} {operation.path}", response.status_code] += 1
    try:
        case.validate_response(response, checks=_checks())
    except (Failure, FailureGroup) as error:
        wrong.append(f"{case.as_curl_command()}\n{response.status_code} {error}")


def _checks() -> list[Any]:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    return [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]


if __name__ == "__main__":
    raise SystemExit(main())
