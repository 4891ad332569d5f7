"""What an installation says of itself, and what it must say before others are let in."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond_web.accounts.providers import directories
from rebond_web.house import House
from rebond_web.installation import HERE, Installation, postgresql
from rebond_web.production import refusals, warnings

SAFE = Installation(
    hosts=("voices.example.com",), https=True, proxies=1, database="postgresql://h/n"
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path / "site")
    made.secret()
    return made


def written(tmp_path: Path, text: str) -> Installation:
    file = tmp_path / "site.toml"
    file.write_text(text, "utf-8")
    return Installation.read(file)


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE", "HOSTS", "HTTPS", "PROXIES"):
        monkeypatch.delenv(f"REBOND_{name}", raising=False)


def test_a_folder_without_a_file_serves_this_machine(tmp_path: Path) -> None:
    assert Installation.read(tmp_path / "site.toml") == Installation()
    assert Installation().hosts == HERE


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REBOND_HOSTS", "a.example.com, b.example.com")
    monkeypatch.setenv("REBOND_PROXIES", "2")
    read = written(tmp_path, 'hosts = ["c.example.com"]\nhttps = true\n')
    assert (read.hosts, read.https, read.proxies) == (("a.example.com", "b.example.com"), True, 2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("host = 'a'", "“host”, which means nothing"),
        ("https = 'yes'", "“https” is not written"),
        ("proxies = true", "“proxies” is not written"),
        ("hosts = [", "cannot be read"),
    ],
)
def test_a_file_that_means_nothing_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        written(tmp_path, text)


def test_a_number_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REBOND_PROXIES", "one")
    with pytest.raises(InputError, match="“one”"):
        Installation.read(tmp_path / "site.toml")


def test_directories_are_read_with_their_secret_and_roles(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden\n")
    read = written(
        tmp_path,
        f"""
        [[sign_in]]
        id = "company"
        issuer = "https://login.example.com/"
        client_id = "rebond"
        client_secret_file = "{tmp_path / "secret"}"
        roles = [{{ value = "w", workspace = "shop", role = "manager", perimeter = "a = b" }}]
        """,
    )
    (directory,) = directories(read.sign_in)
    assert (directory.secret, directory.issuer) == ("hidden", "https://login.example.com")
    assert directory.rules[0].perimeter == "a = b"


def test_an_address_of_postgresql_is_read_whole() -> None:
    read = postgresql("postgresql://me:p%40ss@db.example.com:6432/voices?sslmode=verify-full")
    named = {name: read[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert named == {
        "NAME": "voices",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example.com",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "verify-full"},
    }


@pytest.mark.parametrize(
    "address", ["mysql://h/n", "postgresql://h", "h/n", "postgresql://h:port/n", "postgresql://[/n"]
)
def test_another_address_is_refused_without_being_shown(address: str) -> None:
    with pytest.raises(InputError, match="not written as an address") as refused:
        postgresql(address)
    assert address not in str(refused.value)


def test_a_safe_site_is_not_refused(house: House) -> None:
    assert refusals(house, SAFE) == []
    assert warnings(SAFE, user=1000) == []


@pytest.mark.parametrize(
    ("installation", "names"),
    [
        (Installation(), ["hosts", "https", "proxies"]),
        (Installation(hosts=("*",), https=True, proxies=1), ["hosts"]),
        (Installation(hosts=("a.example.com", ".example.com"), https=True, proxies=1), ["hosts"]),
        (Installation(hosts=("a.example.com",), proxies=1), ["https"]),
    ],
)
def test_what_is_unsafe_is_refused_by_name(
    house: House, installation: Installation, names: list[str]
) -> None:
    told = [str(refusal).partition(":")[0] for refusal in refusals(house, installation)]
    assert told == names


@pytest.mark.parametrize(
    ("name", "mode"), [("secret", 0o640), ("site.toml", 0o604), ("site.sqlite3", 0o644)]
)
def test_a_secret_that_others_can_read_is_refused(house: House, name: str, mode: int) -> None:
    (house.path / name).touch()
    (house.path / name).chmod(mode)
    (refused,) = refusals(house, SAFE)
    assert f"{house.path / name} can be read" in str(refused)


def test_sqlite_and_root_are_allowed_and_said() -> None:
    assert len(warnings(Installation(), user=0)) == 2
