"""What changed in how somebody gets in: noted in their journal, told them by a letter at once."""

from collections.abc import Mapping

from commons import accounts, journal
from commons.accounts import correspondence, tokens
from schema import letters, privacy
from schema.terms import Ask

# What is told, and how the journal counts it.
CHANGES: Mapping[str, str] = {
    "token-made": "token-made",
    "password-set": "password-changed",
    "password-removed": "password-changed",
    "second-factor-set": "second-factor-changed",
    "second-factor-removed": "second-factor-changed",
    "identity-linked": "identity-changed",
    "identity-unlinked": "identity-changed",
    "address-changed": "address-changed",
}


def tell(info: Ask, person: str, change: str) -> None:
    """Note a change, and write to the person: whoever did it in their place is found out.

    Nobody can ask not to be written to of these. In the language of their own letters: the
    request's may be another's.
    """
    context, product = info.context, info.context.product
    session, secrets, now = context.session, product.keys, product.now()
    privacy.note(info, person, CHANGES[change])
    # Of very many by one person the first have said what the others would.
    if not product.throttle.allow("alert-person", person, now):
        return
    language = correspondence.wishes_of(session, secrets, person).language
    email = accounts.email_of(session, secrets, person)
    letter = letters.alert(email, change, product.settings.base_url, language)
    context.after_commit.append(lambda: product.deliver(letter))


def tell_address(info: Ask, person: str, email: str) -> None:
    """Note that somebody's address changed, and write to the one they had: it is the last time.

    Never held back, and in the language of their own letters.
    """
    context, product = info.context, info.context.product
    privacy.note(info, person, CHANGES["address-changed"])
    language = correspondence.wishes_of(context.session, product.keys, person).language
    letter = letters.address_changed(email, language)
    context.after_commit.append(lambda: product.deliver(letter))


def end_tokens(info: Ask, person: str) -> None:
    """End all of somebody's access tokens, also for backups."""
    context, product = info.context, info.context.product
    ended = tokens.end_all(context.session, product.keys, person)
    if ended:
        journal.note(context.session, product.keys, person, "token-ended", product.now(), ended)
        privacy.remember_erasures(info)
