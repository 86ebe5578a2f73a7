from pathlib import Path

import pytest

from commons import settings
from commons.settings import SettingsError


def test_without_a_word_everything_lies_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    found = settings.load({})

    assert found == settings.Settings(
        data_dir=tmp_path / "data",
        database_url=f"sqlite:///{tmp_path / 'data' / 'recul.sqlite'}",
        search_urls=(),
        search_key=None,
        search_write_key=None,
        embedding_model=None,
        key_file=tmp_path / "keys" / "recul.key",
        base_url="http://127.0.0.1:8000",
        smtp_url=None,
        registration="moderated",
        demo=False,
        backup_days=400,
    )
    assert found.index_dir == tmp_path / "data" / "index"
    assert not found.secure


def test_every_setting_is_taken(tmp_path: Path) -> None:
    found = settings.load(
        {
            "RECUL_DATA_DIR": str(tmp_path / "d"),
            "RECUL_DATABASE_URL": "postgresql://somebody:word@host:5432/recul",
            "RECUL_SEARCH_URL": "embedded:",
            "RECUL_KEY_FILE": str(tmp_path / "k"),
            "RECUL_EMBEDDING_MODEL": str(tmp_path / "m"),
            "RECUL_BASE_URL": "https://recul.example:8443/",
            "RECUL_SMTP_URL": "smtps://somebody:word@mail.example:465",
            "RECUL_REGISTRATION": "invitation",
        }
    )

    assert found.data_dir == tmp_path / "d"
    assert found.database_url == "postgresql+psycopg://somebody:word@host:5432/recul"
    assert found.key_file == tmp_path / "k"
    assert found.embedding_model == tmp_path / "m"
    assert found.base_url == "https://recul.example:8443"
    assert found.smtp_url == "smtps://somebody:word@mail.example:465"
    assert found.registration == "invitation"
    assert found.secure


OIDC = {
    "RECUL_OIDC_MAISON_ISSUER": "https://sso.maison.example/realms/a",
    "RECUL_OIDC_MAISON_CLIENT_ID": "recul",
    "RECUL_OIDC_MAISON_CLIENT_SECRET": "un secret",
}
JWT = {"RECUL_JWT_ISSUER": "https://sso.maison.example", "RECUL_JWT_AUDIENCE": "recul-api"}


def test_providers_are_named_by_the_operator(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text('{"keys": [{"kty": "RSA"}]}')
    other = {
        "RECUL_OIDC_UNE_AUTRE_2_ISSUER": "http://127.0.0.1:9000",
        "RECUL_OIDC_UNE_AUTRE_2_CLIENT_ID": "x",
        "RECUL_OIDC_UNE_AUTRE_2_CLIENT_SECRET": "y",
        "RECUL_OIDC_UNE_AUTRE_2_LABEL": "Une autre, à Lyon",
    }
    found = settings.load(OIDC | other | JWT | {"RECUL_JWT_KEYS": str(keys)})

    issuer = "https://sso.maison.example/realms/a"
    assert found.providers == (
        settings.OpenIdProvider("maison", issuer, "recul", "un secret", "Maison"),
        settings.OpenIdProvider(
            "une-autre-2", "http://127.0.0.1:9000", "x", "y", "Une autre, à Lyon"
        ),
    )
    assert found.token_issuer == settings.TokenIssuer(
        "https://sso.maison.example", "recul-api", keys
    )
    assert "un secret" not in repr(found)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        *(
            ({name: value for name, value in OIDC.items() if name != missing}, missing)
            for missing in OIDC
        ),
        ({"RECUL_OIDC_ISSUER": "https://a.example"}, "RECUL_OIDC_ISSUER is not a setting"),
        ({"RECUL_OIDC_a_ISSUER": "https://a.example"}, "RECUL_OIDC_a_ISSUER is not a setting"),
        (OIDC | {"RECUL_OIDC_MAISON_SCOPE": "email"}, "RECUL_OIDC_MAISON_SCOPE is not a setting"),
        (OIDC | {"RECUL_OIDC_MAISON_LABEL": " "}, "RECUL_OIDC_MAISON_LABEL is set but empty"),
        *(
            (OIDC | {"RECUL_OIDC_MAISON_ISSUER": issuer}, "RECUL_OIDC_MAISON_ISSUER must be")
            for issuer in (
                "sso.maison.example", "http://sso.maison.example", "https://", "https://a b",
                "https://a.example/?x=1", "https://a.example/#x", "https://u:p@a.example",
                "https://a.example/" + "x" * 200, "http://127.0.0.1.evil.example", "file:///etc",
            )
        ),
        (
            OIDC | {name.replace("MAISON", "AUTRE"): value for name, value in OIDC.items()},
            "the same issuer",
        ),
        ({"RECUL_JWT_ISSUER": "https://a.example"}, "RECUL_JWT_AUDIENCE is missing"),
        ({"RECUL_JWT_AUDIENCE": "x"}, "RECUL_JWT_ISSUER is missing"),
        ({"RECUL_JWT_KEYS": "x"}, "RECUL_JWT_ISSUER is missing"),
        (JWT | {"RECUL_JWT_ISSUER": "x"}, "RECUL_JWT_ISSUER must be"),
        (JWT | {"RECUL_JWT_KEYS": "/nowhere/keys.json"}, "RECUL_JWT_KEYS must be"),
        (JWT | {"RECUL_JWT_KEYS": __file__}, "RECUL_JWT_KEYS must be"),
        (JWT | OIDC | {"RECUL_JWT_AUDIENCE": "recul"}, "must not be the client"),
    ],
)  # fmt: skip
def test_a_provider_that_can_t_be_one_stops_the_start(given: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings.load(given)

    assert told in str(refused.value)
    assert "un secret" not in str(refused.value)


@pytest.mark.parametrize("name", [*OIDC, *JWT])
def test_the_demo_lets_nobody_in_from_elsewhere(name: str) -> None:
    with pytest.raises(SettingsError, match=f"remove {name}"):
        settings.load({name: (OIDC | JWT)[name]}, demo=True)


def test_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECUL_REGISTRATION", "open")

    assert settings.load().registration == "open"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RECUL_REGISTRATION", "closed"),
        ("RECUL_REGISTRATION", "Open"),
        ("RECUL_DATABASE_URL", "mysql://host/recul"),
        ("RECUL_DATABASE_URL", "recul.sqlite"),
        ("RECUL_DATABASE_URL", "sqlite://recul.sqlite"),
        ("RECUL_DATABASE_URL", "sqlite:///"),
        ("RECUL_DATABASE_URL", "sqlite:///:memory:"),
        ("RECUL_DATABASE_URL", "postgresql://host:port/recul"),
        ("RECUL_SEARCH_URL", "127.0.0.1:7700"),
        ("RECUL_SEARCH_URL", "embedded: http://127.0.0.1:7700"),
        ("RECUL_SEARCH_URL", "http://127.0.0.1:7700 http://127.0.0.1:7700/"),
        ("RECUL_SEARCH_URL", "http://me:word@127.0.0.1:7700"),
        ("RECUL_SEARCH_URL", " "),
        ("RECUL_SEARCH_KEY", "word"),
        ("RECUL_SEARCH_WRITE_KEY", "word"),
        ("RECUL_SEARCH_URL", "embedded"),
        ("RECUL_BASE_URL", "recul.example"),
        ("RECUL_BASE_URL", "ftp://recul.example"),
        ("RECUL_BASE_URL", "https://"),
        ("RECUL_BASE_URL", "https://recul.example/app"),
        ("RECUL_BASE_URL", "https://recul.example/?a=b"),
        ("RECUL_BASE_URL", "https://recul.example/#top"),
        ("RECUL_BASE_URL", "https://[::1"),
        ("RECUL_BASE_URL", "https://recul.example:port"),
        ("RECUL_BASE_URL", "https://recul.example:99999"),
        ("RECUL_BASE_URL", "https://re cul.example"),
        ("RECUL_SMTP_URL", "mail.example"),
        ("RECUL_SMTP_URL", "http://mail.example"),
        ("RECUL_SMTP_URL", "smtp://"),
        ("RECUL_SMTP_URL", "smtp://[mail"),
        ("RECUL_SMTP_URL", "smtp://mail.example:port"),
    ],
)
def test_a_malformed_setting_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings.load({name: value})

    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", sorted(settings._KNOWN))
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_setting_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is set but empty"):
        settings.load({name: value})


@pytest.mark.parametrize("name", ["RECUL_DATADIR", "RECUL_", "RECUL_TEST", "RECUL_SEARCH_WORD"])
def test_an_unknown_name_stops_the_start(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is not a setting"):
        settings.load({name: "1"})


def test_names_of_the_tests_and_of_others_are_ignored() -> None:
    given = {"RECUL_TEST_REQUIRE": "", "RECUL_TEST_ANYTHING": "1", "PATH": "", "recul_x": "1"}

    assert settings.load(given) == settings.load({})


@pytest.mark.parametrize("name", ["RECUL_SMTP_URL", "RECUL_DATABASE_URL", "RECUL_KEY_FILE"])
def test_the_demo_refuses_whatever_reaches_out_of_its_folder(name: str, tmp_path: Path) -> None:
    right = {
        "RECUL_SMTP_URL": "smtp://mail.example",
        "RECUL_DATABASE_URL": "postgresql://host/recul",
        "RECUL_KEY_FILE": str(tmp_path / "recul.key"),
    }

    assert settings.load({name: right[name]})
    with pytest.raises(SettingsError, match=name):
        settings.load({name: right[name]}, demo=True)


def test_the_demo_has_its_own_folder_with_its_key_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    found = settings.load({}, demo=True)

    assert found.demo
    assert found.data_dir == tmp_path / "data-demo"
    assert found.key_file == tmp_path / "data-demo" / "recul.key"
    assert found.database_url == f"sqlite:///{tmp_path / 'data-demo' / 'recul.sqlite'}"


@pytest.mark.parametrize(
    "key_file",
    ["data/recul.key", "data/deep/er/recul.key", "keys/../data/recul.key", "link/recul.key"],
)
def test_a_key_inside_the_data_is_refused_by_whatever_way_it_is_reached(
    key_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "keys").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")

    with pytest.raises(SettingsError, match="RECUL_KEY_FILE must not lie inside"):
        settings.load({"RECUL_KEY_FILE": key_file})


def test_a_key_beside_the_data_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    found = settings.load({"RECUL_KEY_FILE": "data-keys/recul.key"})

    assert found.key_file == tmp_path / "data-keys" / "recul.key"


def test_servers_of_the_index_are_named_with_their_keys() -> None:
    servers = {"RECUL_SEARCH_URL": "http://a.example:7700/ https://b.example"}

    found = settings.load(servers | {"RECUL_SEARCH_KEY": "s", "RECUL_SEARCH_WRITE_KEY": "w"})

    assert found.search_urls == ("http://a.example:7700", "https://b.example")
    assert (found.search_key, found.search_write_key) == ("s", "w")
    with pytest.raises(SettingsError, match="RECUL_SEARCH_KEY is missing"):
        settings.load(servers)
