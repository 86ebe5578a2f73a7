"""Settings come from the environment; an unknown or malformed one stops the start."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

REGISTRATIONS = ("open", "moderated", "invitation")


class SettingsError(Exception):
    """One clear sentence for the operator."""


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """Where people may sign in instead; ``name`` stands in addresses, ``label`` on buttons."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """Whose tokens (JWT) programs may bring; without ``keys`` (a JWKS file) it publishes them."""

    issuer: str
    audience: str
    keys: Path | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided.

    ``database_url`` is an SQLAlchemy address; ``base_url`` has no trailing slash; ``search_urls``
    are the Meilisearch servers, none when the index is the embedded one; ``embedding_model`` is
    the folder of a model by which search also finds what is near by meaning; ``backup_days`` is
    for how long copies of the database are kept at most.
    """

    data_dir: Path
    database_url: str
    search_urls: tuple[str, ...]
    search_key: str | None
    search_write_key: str | None
    embedding_model: Path | None
    key_file: Path
    base_url: str
    smtp_url: str | None
    registration: str
    demo: bool
    backup_days: int
    providers: tuple[OpenIdProvider, ...] = ()
    token_issuer: TokenIssuer | None = None

    @property
    def index_dir(self) -> Path:
        """Where the embedded index lives."""
        return self.data_dir / "index"

    @property
    def secure(self) -> bool:
        """True when readers reach the site by https."""
        return self.base_url.startswith("https://")


_KNOWN = {
    "RECUL_DATA_DIR",
    "RECUL_DATABASE_URL",
    "RECUL_SEARCH_URL",
    "RECUL_SEARCH_KEY",
    "RECUL_SEARCH_WRITE_KEY",
    "RECUL_EMBEDDING_MODEL",
    "RECUL_KEY_FILE",
    "RECUL_BASE_URL",
    "RECUL_SMTP_URL",
    "RECUL_REGISTRATION",
    "RECUL_BACKUP_DAYS",
    "RECUL_JWT_ISSUER",
    "RECUL_JWT_AUDIENCE",
    "RECUL_JWT_KEYS",
}

_NOT_IN_DEMO = ("RECUL_SMTP_URL", "RECUL_DATABASE_URL", "RECUL_KEY_FILE")
# One provider each name: RECUL_OIDC_MAISON_ISSUER and so on.
_PROVIDER = re.compile(
    "RECUL_OIDC_([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*?)_(ISSUER|CLIENT_ID|CLIENT_SECRET|LABEL)"
)
_ISSUER_LIMIT = 200
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def load(environment: Mapping[str, str] | None = None, *, demo: bool = False) -> Settings:
    """The settings of this process. Raises SettingsError for a name or value it does not know."""
    given = {
        name: value
        for name, value in (os.environ if environment is None else environment).items()
        if name.startswith("RECUL_") and not name.startswith("RECUL_TEST_")
    }
    for name in sorted(given):
        if name not in _KNOWN and not _PROVIDER.fullmatch(name):
            raise SettingsError(
                f"{name} is not a setting of Recul; known ones: {', '.join(sorted(_KNOWN))}, "
                "RECUL_OIDC_<NAME>_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _LABEL."
            )
        if not given[name].strip():
            raise SettingsError(f"{name} is set but empty: give it a value or remove it.")
    if demo:
        for name in sorted(given):
            if name in _NOT_IN_DEMO or name.startswith(("RECUL_OIDC_", "RECUL_JWT_")):
                raise SettingsError(
                    f"The demo keeps to its own folder: remove {name} or serve without --demo."
                )
    data_dir = Path(given.get("RECUL_DATA_DIR", "data-demo" if demo else "data")).absolute()
    key_file = (
        data_dir / "recul.key"
        if demo
        else Path(given.get("RECUL_KEY_FILE", "keys/recul.key")).absolute()
    )
    if not demo and data_dir.resolve() in key_file.resolve().parents:
        raise SettingsError(
            "RECUL_KEY_FILE must not lie inside RECUL_DATA_DIR: "
            "whoever copies the data would hold the key."
        )
    search_urls = _search_urls(given.get("RECUL_SEARCH_URL", "embedded:"))
    if search_urls and "RECUL_SEARCH_KEY" not in given:
        raise SettingsError("RECUL_SEARCH_KEY is missing: recul doctor --create-keys makes one.")
    for name in ("RECUL_SEARCH_KEY", "RECUL_SEARCH_WRITE_KEY"):
        if name in given and not search_urls:
            raise SettingsError(f"{name} needs RECUL_SEARCH_URL: the embedded index has no key.")
    providers = _providers(given)
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(
            given.get("RECUL_DATABASE_URL", f"sqlite:///{data_dir / 'recul.sqlite'}")
        ),
        search_urls=search_urls,
        search_key=given.get("RECUL_SEARCH_KEY"),
        search_write_key=given.get("RECUL_SEARCH_WRITE_KEY"),
        embedding_model=Path(given["RECUL_EMBEDDING_MODEL"]).absolute()
        if "RECUL_EMBEDDING_MODEL" in given
        else None,
        key_file=key_file,
        base_url=_base_url(given.get("RECUL_BASE_URL", "http://127.0.0.1:8000")),
        smtp_url=_smtp_url(given.get("RECUL_SMTP_URL")),
        # The demo has no operator to wait for, and its database is its own.
        registration="open"
        if demo
        else _one_of("RECUL_REGISTRATION", given.get("RECUL_REGISTRATION", "moderated")),
        demo=demo,
        backup_days=_days("RECUL_BACKUP_DAYS", given.get("RECUL_BACKUP_DAYS", "400")),
        providers=providers,
        token_issuer=_token_issuer(given, providers),
    )


def _one_of(name: str, value: str) -> str:
    if value not in REGISTRATIONS:
        raise SettingsError(f"{name} must be one of {', '.join(REGISTRATIONS)}, not {value!r}.")
    return value


def _days(name: str, value: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,4}", value.strip(), re.ASCII):
        raise SettingsError(f"{name} must be a number of days, 1 or more, not {value!r}.")
    return int(value)


def _database_url(value: str) -> str:
    # In memory every connection would have a database of its own.
    if value.startswith("sqlite:///") and value.removeprefix("sqlite:///") not in ("", ":memory:"):
        return value
    for scheme in ("postgresql://", "postgresql+psycopg://"):
        if value.startswith(scheme) and _split(value):
            return "postgresql+psycopg://" + value.removeprefix(scheme)
    raise SettingsError(
        "RECUL_DATABASE_URL must begin with sqlite:/// (and a file) or postgresql://."
    )


def _search_urls(value: str) -> tuple[str, ...]:
    """The addresses of Meilisearch servers, with spaces between; none for the embedded index."""
    if value.strip() == "embedded:":
        return ()
    found = tuple(each.rstrip("/") for each in value.split())
    for each in found:
        parts = _split(each)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                "RECUL_SEARCH_URL must be embedded: (the index in the data directory) or http"
                " addresses of Meilisearch servers with spaces between."
            )
        if parts.username or parts.password:
            raise SettingsError("RECUL_SEARCH_URL holds a password: use RECUL_SEARCH_KEY instead.")
    if len({*found}) < len(found):
        raise SettingsError("RECUL_SEARCH_URL names a server twice.")
    return found


def _split(value: str) -> SplitResult | None:
    """The parts of an address, None where its host or port can't be one."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # read to be checked
    except ValueError:
        return None
    return None if any(map(str.isspace, value)) else parts


def _base_url(value: str) -> str:
    parts = _split(value)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"RECUL_BASE_URL must be an http or https address without a path, not {value!r}."
        )
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsError(f"RECUL_BASE_URL must have no path, not {value!r}.")
    return f"{parts.scheme}://{parts.netloc}"


def _smtp_url(value: str | None) -> str | None:
    if value is None:
        return None
    parts = _split(value)
    if parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError("RECUL_SMTP_URL must look like smtp://user:password@host:587.")
    return value


def _providers(given: Mapping[str, str]) -> tuple[OpenIdProvider, ...]:
    """The providers that people may sign in by, in the order of their names."""
    named: dict[str, dict[str, str]] = {}
    for setting, value in sorted(given.items()):
        if found := _PROVIDER.fullmatch(setting):
            named.setdefault(found[1], {})[found[2]] = value.strip()
    providers = []
    for name, said in named.items():
        for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
            if part not in said:
                raise SettingsError(f"RECUL_OIDC_{name}_{part} is missing.")
        slug = name.lower().replace("_", "-")
        issuer = _issuer(f"RECUL_OIDC_{name}_ISSUER", said["ISSUER"])
        label = said.get("LABEL", name.replace("_", " ").title())
        providers.append(
            OpenIdProvider(slug, issuer, said["CLIENT_ID"], said["CLIENT_SECRET"], label)
        )
    if len({each.issuer for each in providers}) < len(providers):
        raise SettingsError("Two RECUL_OIDC_… providers have the same issuer.")
    return tuple(providers)


def _token_issuer(
    given: Mapping[str, str], providers: tuple[OpenIdProvider, ...]
) -> TokenIssuer | None:
    names = ("RECUL_JWT_ISSUER", "RECUL_JWT_AUDIENCE")
    if not any(name in given for name in (*names, "RECUL_JWT_KEYS")):
        return None
    for name in names:
        if name not in given:
            raise SettingsError(f"{name} is missing.")
    audience = given["RECUL_JWT_AUDIENCE"].strip()
    if any(audience == each.client_id for each in providers):
        raise SettingsError(
            "RECUL_JWT_AUDIENCE must not be the client of a RECUL_OIDC_… provider: "
            "what says who signed in would be taken for leave to act."
        )
    issuer = _issuer("RECUL_JWT_ISSUER", given["RECUL_JWT_ISSUER"].strip())
    return TokenIssuer(issuer, audience, _key_set(given.get("RECUL_JWT_KEYS")))


def _issuer(name: str, value: str) -> str:
    """An issuer as it names itself, to the letter; https, but on this very machine."""
    parts = _split(value)
    if (
        parts is None
        or not parts.hostname
        or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK))
        or parts.query
        or parts.fragment
        or parts.username is not None
        or len(value) > _ISSUER_LIMIT
    ):
        raise SettingsError(
            f"{name} must be the https address by which the issuer names itself, not {value!r}."
        )
    return value


def _key_set(value: str | None) -> Path | None:
    if value is None:
        return None
    path = Path(value).absolute()
    try:
        known = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        known = None
    if not (isinstance(known, dict) and isinstance(known.get("keys"), list) and known["keys"]):
        raise SettingsError(f"RECUL_JWT_KEYS must be a file of public keys (JWKS), not {value!r}.")
    return path
