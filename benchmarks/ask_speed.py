"""How long `ask` takes on a million voices and three million opinions.

    python -m benchmarks ask_speed [--voices 1000000] [--times 3] [--peers]

A simulated company (`rebond.quantify.simulated.wide`): 60 themes, 300 shops in four regions, 78
weeks, two voices a person. Each question is asked several times with nothing remembered of its
answer; the median is told, with the processor's time beside (of both cores together): on a machine
that does other work, it says more than the clock's. ``--peers`` writes five of the questions in
SQL on the tables as they are and in pandas, with the same clustered sums, in the same run.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from rebond.quantify import Perimeter, ask
from rebond.quantify.ask import _own_answer
from rebond.quantify.asking.population import _population
from rebond.quantify.simulated.wide import Shape, draw_wide, tables_of
from rebond.quantify.simulated.worlds import TablesInMemory

# Those of docs/guide/asking.md, and what is asked most often besides.
QUESTIONS = (
    "responses by week, channel",
    "voices by quarter",
    "opinions by polarity",
    "nps",
    "nps by Shop",
    "nps by Region, Shop",
    "nps by month where stakeholder = customer",
    "nps by theme",
    "median by Region",
    "distribution by channel",
    "share by theme",
    "share by week where theme = branch_1.subject_13",
    "share by theme, month",
    "share where theme = branch_1.subject_13 and polarity = negative",
    "net_polarity by theme",
    "net_polarity by theme where channel = survey",
    "net_polarity by Shop, theme where channel = survey",
    "opinions by target where theme = branch_1.subject_13",
    "responses where day = last 3 months and note <= 2",
    "voices where (channel = survey or Region = Region 2) and not theme = branch_0",
    "nps where voice holds (theme = branch_2 and polarity = negative)",
    "nps by Shop where response holds (theme = branch_2 and polarity = negative)",
    "share by theme where words = attente caisse",
    "responses where text contains remboursement",
    # Those of docs/guide/use-cases.md.
    "impact by theme",
    "critics where channel = survey",
    "together where theme = branch_1.subject_13 and polarity = negative",
    "trending",
    "behind_nps",
    "perception by Shop",
    "evolution by month where theme = branch_1.subject_13",
    "impact by Shop where theme = branch_1.subject_13",
    "best by Shop where theme = branch_1.subject_13",
    "llosa",
    "attention by Shop",
    "shapley by theme",
    "weight by theme",
)
_WORDS = (
    *("caisse", "accueil", "prix", "livraison", "magasin", "vendeuse", "site", "conseiller"),
    *("rayon", "produit", "colis", "très", "trop", "peu", "bien", "mal", "attente", "longue"),
    *("rapide", "lente", "aimable", "cher", "correct", "service", "client", "rien", "personne"),
    *("jamais", "toujours", "commande", "retour", "échange", "qualité", "choix", "parking"),
    *("horaires", "remboursement", "facture"),
)

SQL = {
    "nps": """SELECT sum(x), count(*), sum(y), sum(q), sum(y*y), sum(x*y), sum(x*x) FROM (
        SELECT person_key, count(*)::DOUBLE x, sum(y)::DOUBLE y, sum(y*y) q FROM (
        SELECT person_key, (value >= 9)::INT - (value <= 6)::INT y FROM scores
        JOIN responses USING (response_id)) GROUP BY 1)""",
    "nps by Shop": """SELECT shop, sum(x), count(*), sum(y), sum(q), sum(y*y), sum(x*y), sum(x*x)
        FROM (SELECT shop, person_key, count(*)::DOUBLE x, sum(y)::DOUBLE y, sum(y*y) q FROM (
        SELECT attributes['Shop'] shop, person_key, (value >= 9)::INT - (value <= 6)::INT y
        FROM scores JOIN responses USING (response_id)) GROUP BY 1, 2) GROUP BY 1""",
    "share by theme": """WITH base AS (SELECT person_key, count(*)::DOUBLE x FROM voices
        JOIN responses USING (response_id) WHERE status = 'meaningful' GROUP BY 1)
        SELECT theme, sum(y), sum(y*y), sum(x*y) FROM (SELECT theme, person_key,
        count(DISTINCT voice_id)::DOUBLE y FROM opinions JOIN responses USING (response_id)
        GROUP BY 1, 2) JOIN base USING (person_key) GROUP BY 1""",
    "net_polarity by theme": """SELECT theme, sum(x), count(*), sum(y), sum(y*y), sum(x*y),
        sum(x*x) FROM (SELECT theme, person_key, count(*)::DOUBLE x, sum(y)::DOUBLE y FROM (
        SELECT theme, person_key, voice_id, sign(sum(polarity)) y FROM opinions
        JOIN responses USING (response_id) GROUP BY 1, 2, 3) GROUP BY 1, 2) GROUP BY 1""",
    "responses by week, channel": """SELECT week, channel, sum(x), count(*) FROM (
        SELECT week, channel, person_key, count(*) x FROM responses GROUP BY 1, 2, 3)
        GROUP BY 1, 2""",
}


def world(voices: int) -> TablesInMemory:
    """Return the company, its voices of five to twenty words, its opinions of 600 targets."""
    tables = tables_of(draw_wide(1, Shape(voices=voices, segments=300, share=0.0375)))
    random = np.random.default_rng(2)
    words = np.array(_WORDS)
    lines = [" ".join(words[random.integers(0, len(words), n)]) for n in range(5, 21)] * 4000
    texts = pa.array([f"{line} {n % 997}" for n, line in enumerate(lines)])
    said = texts.take(pa.array(random.integers(0, len(texts), voices)))
    targets = pa.array([f"target {n}" for n in range(600)])
    opinions = tables["opinions"]
    named = targets.take(pa.array(random.integers(0, 600, opinions.num_rows)))
    tables["voices"] = _with(tables["voices"], "text", said)
    tables["opinions"] = _with(opinions, "target", named)
    return TablesInMemory(tables, ("Region", "Shop"))


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)


def timed(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median seconds of the clock, and of the processor, that ``work`` takes."""
    clock, processor = [], []
    for _ in range(times):
        started, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    return statistics.median(clock), statistics.median(processor)


def asked(question: str, perimeter: Perimeter) -> None:
    """Ask with nothing remembered of an earlier answer."""
    _population.cache_clear()
    _own_answer.cache_clear()
    ask(question, perimeter)


def memory() -> float:
    """Return the most memory held so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def peers(tables: dict[str, pa.Table]) -> dict[str, dict[str, float]]:
    """Return the processor's seconds of the same sums in SQL and in pandas, by question, once."""
    import duckdb

    found: dict[str, dict[str, float]] = {question: {} for question in SQL}
    connection = duckdb.connect()
    started = time.perf_counter()
    for name, table in tables.items():
        connection.register("incoming", table)
        connection.execute(f"CREATE TABLE {name} AS FROM incoming")
    print(f"raw DuckDB: tables copied as they are in {time.perf_counter() - started:.1f} s")
    for question, query in SQL.items():
        _, used = timed(lambda q=query: connection.execute(q).fetchall(), 1)  # type: ignore[misc]
        found[question]["SQL"] = used
        print(f"{1000 * used:6.0f} SQL: {question}", flush=True)
    connection.close()
    try:
        import pandas  # noqa: F401
    except ImportError:
        print("pandas is not installed here: python -m pip install pandas")
        return found
    for question, used in _in_pandas(tables).items():
        found[question]["pandas"] = used
    return found


def _in_pandas(tables: dict[str, pa.Table]) -> dict[str, float]:
    started = time.perf_counter()
    columns = ["response_id", "person_key", "week", "channel"]
    responses = tables["responses"].select(columns).to_pandas()
    shops = pa.compute.map_lookup(tables["responses"]["attributes"], "Shop", "first")
    responses["shop"] = shops.to_pandas()
    scores = tables["scores"].select(["response_id", "value"]).to_pandas()
    voices = tables["voices"].select(["response_id", "voice_id", "status"]).to_pandas()
    columns = ["response_id", "voice_id", "theme", "polarity"]
    opinions = tables["opinions"].select(columns).to_pandas()
    print(f"pandas: loaded in {time.perf_counter() - started:.1f} s")

    def by(units, keys):  # type: ignore[no-untyped-def]
        units["q"] = units["y"] ** 2
        people = units.groupby([*keys, "person_key"], observed=True).agg(
            x=("y", "size"), y=("y", "sum"), q=("q", "sum")
        )
        people["yy"], people["xy"], people["xx"] = (
            people["y"] ** 2,
            people["x"] * people["y"],
            people["x"] ** 2,
        )
        return people.groupby(level=list(range(len(keys)))).sum() if keys else people.sum()

    def nps(keys):  # type: ignore[no-untyped-def]
        units = scores.merge(responses, on="response_id")
        units["y"] = (units["value"] >= 9).astype(int) - (units["value"] <= 6).astype(int)
        return by(units, keys)

    def net():  # type: ignore[no-untyped-def]
        signs = opinions.groupby(["theme", "voice_id", "response_id"])["polarity"].sum()
        units = signs.clip(-1, 1).rename("y").reset_index().merge(responses, on="response_id")
        return by(units, ["theme"])

    def share():  # type: ignore[no-untyped-def]
        kept = voices[voices["status"] == "meaningful"].merge(responses, on="response_id")
        base = kept.groupby("person_key").size().rename("x")
        said = opinions.drop_duplicates(["theme", "voice_id"]).merge(responses, on="response_id")
        y = said.groupby(["theme", "person_key"]).size().rename("y").reset_index()
        y = y.merge(base, on="person_key")
        y["yy"], y["xy"] = y["y"] ** 2, y["x"] * y["y"]
        return y.groupby("theme")[["y", "yy", "xy"]].sum()

    def weeks():  # type: ignore[no-untyped-def]
        people = responses.groupby(["week", "channel", "person_key"]).size()
        return people.groupby(level=[0, 1]).agg(["sum", "size"])

    work = {
        "nps": lambda: nps([]),
        "nps by Shop": lambda: nps(["shop"]),
        "share by theme": share,
        "net_polarity by theme": net,
        "responses by week, channel": weeks,
    }
    found = {}
    for question, run in work.items():
        found[question] = timed(run, 1)[1]
        print(f"{1000 * found[question]:6.0f} pandas: {question}", flush=True)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--voices", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    tables = world(options.voices)
    perimeter, before = Perimeter.whole(tables), memory()
    clock, processor = timed(perimeter.facts, 1)
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"{options.voices:,} voices, {ask('opinions', perimeter).total.n:,} opinions;"
          f" load of the machine {loads} on {os.cpu_count()} cores")  # fmt: skip
    print(f"narrow tables: {clock:.1f} s ({processor:.1f} s of processor),"
          f" {memory() - before:.2f} GB more")  # fmt: skip
    for question in ("responses by Shop, Region", "responses where words = caisse"):
        clock, _ = timed(lambda q=question: asked(q, perimeter), 1)  # type: ignore[misc]
        print(f"first use, {question}: {clock:.1f} s")
    times = {}
    for question in QUESTIONS:
        times[question] = timed(lambda q=question: asked(q, perimeter), options.times)  # type: ignore[misc]
        print(" ".join(f"{1000 * s:6.0f}" for s in times[question]), question, flush=True)
    beside = peers(tables.tables) if options.peers else {}
    print(f"\n{'clock':>6} {'proc.':>6} {'SQL':>6} {'pandas':>6}  ms; of peers, the processor's")
    for question, (clock, processor) in times.items():
        other = beside.get(question, {})
        shown = [clock, processor, other.get("SQL"), other.get("pandas")]
        print(" ".join("      " if s is None else f"{1000 * s:6.0f}" for s in shown), question)
    for name, place in (("clock", 0), ("processor", 1)):
        taken = [found[place] for found in times.values()]
        print(f"{name}: median {1000 * statistics.median(taken):.0f} ms,"
              f" worst {1000 * max(taken):.0f} ms")  # fmt: skip
    print(f"most memory held: {memory():.1f} GB")


if __name__ == "__main__":
    main()
