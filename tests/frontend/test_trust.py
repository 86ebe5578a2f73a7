"""The page of trust says what the code does: its numbers are the code's, each promise has tests."""

import re
from pathlib import Path

import pytest

from commons import deposits, inactivity, releases, unsealing
from commons.moderation import promise, reviews
from frontend import rendering
from tests.frontend.conftest import Site

TESTS = Path(__file__).parent.parent

# The numbers of a sentence, as the code has them.
NUMBERS = {
    "trust.moment.text": {
        releases.CLOSE.days,
        releases.SHORTEST.days,
        releases.LONGEST.days,
    },
    "trust.reviewed.answers": {promise.DAYS, reviews.DAYS_TO_ANSWER},
    "trust.deposited.closed": {deposits.TOGETHER},
    "trust.deposited.five": {deposits.TOGETHER},
    "trust.law.two": {unsealing.CONFIRM_HOURS},
    "trust.kept.idle": {inactivity.WARN_MONTHS, inactivity.ERASE_MONTHS},
}

# What fails when a promise is broken.
KEPT_BY = {
    "trust.from.readers-text": "frontend/test_leaks.py::test_no_page_names_an_author",
    "trust.from.members-text": "schema/test_leaks.py::test_no_answer_names_an_author",
    "trust.from.thief-text": "schema/test_leaks.py"
    "::test_nothing_private_is_in_clear_in_the_database",
    "trust.from.operator-text": "frontend/test_leaks.py::test_no_log_line_names_anybody",
    "trust.step.erase": "commons/test_housekeeping.py"
    "::test_published_drafts_are_erased_together_in_the_month_after_their_thirty_days",
    "trust.moment.text": "commons/test_releases.py"
    "::test_another_waits_within_seven_days_on_either_side",
    "trust.reviewed.first": "commons/moderation/test_batches.py"
    "::test_what_no_reader_sees_yet_is_in_no_batch",
    "trust.reviewed.sees": "schema/test_moderation.py"
    "::test_a_moderator_reads_texts_and_labels_and_no_id_nor_date",
    "trust.reviewed.answers": "commons/moderation/test_decisions.py"
    "::test_decisions_need_their_words",
    "trust.reviewed.reports": "commons/moderation/test_reports.py"
    "::test_whoever_is_named_in_a_report_is_masked",
    "trust.deposited.closed": "commons/test_deposits.py"
    "::test_a_deposit_waits_unseen_and_five_associations_open_together",
    "trust.deposited.five": "commons/test_deposits.py"
    "::test_an_association_that_deposits_twice_counts_once_and_both_open",
    "trust.deposited.meanwhile": "commons/test_deposits.py"
    "::test_a_depositor_is_told_on_mondays_only_and_one_without_a_deposit_nothing",
    "trust.law.two": "commons/test_unsealing.py::test_one_operator_alone_opens_nothing",
    "trust.law.told": "commons/test_unsealing.py::test_a_log_that_was_touched_is_seen",
    "trust.vouched.sees": "commons/test_vouching.py"
    "::test_a_federation_sees_its_own_lines_and_nothing_of_who_came",
    "trust.vouched.opens": "commons/test_reciprocity.py::test_never_to_one",
    "trust.mailed.says": "schema/test_leaks.py::test_letters_say_nothing_but_their_link",
    "trust.mailed.stops": "commons/test_notices.py"
    "::test_who_wants_none_is_told_what_they_would_lose",
    "trust.kept.file": "frontend/test_privacy.py::test_the_file_is_the_answer_and_is_kept_nowhere",
    "trust.kept.idle": "commons/test_inactivity.py::test_warned_once_at_23_months_and_erased_at_24",
    "trust.after.person": "frontend/test_backups.py"
    "::test_a_backup_put_back_has_forgotten_what_was_erased_since",
    "trust.after.departure": "commons/test_departure.py"
    "::test_what_was_confided_is_destroyed_and_what_was_published_stays",
}
PROMISES = ("reviewed", "deposited", "law", "vouched", "mailed", "kept", "from")


@pytest.mark.parametrize("language", rendering.LANGUAGES)
@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_that_is_told_is_the_code_s(key: str, language: str) -> None:
    told = rendering.words(language)[key]

    assert {int(each) for each in re.findall(r"\d+", told)} == NUMBERS[key]


def test_every_promise_has_a_test() -> None:
    # "from" holds the names of those whom something is hidden from, beside the promises.
    made = {
        key
        for key in rendering.words("fr")
        if key.startswith(tuple(f"trust.{each}." for each in PROMISES))
        and (not key.startswith("trust.from.") or key.endswith("-text"))
    }

    assert made <= KEPT_BY.keys() <= rendering.words("fr").keys()
    for where in KEPT_BY.values():
        file, name = where.split("::")
        assert f"def {name}(" in (TESTS / file).read_text("utf-8"), where


def test_the_measure_is_told_once_a_month_of_it_is_over(site: Site) -> None:
    word = "Dernier mois mesuré"
    assert word not in site.html("/confiance")
    with site.product.database.writing() as session:
        for _ in range(promise.FEWEST):
            now = site.clock.now
            promise.note(session, site.product.keys, now, now)
    assert word not in site.html("/confiance")

    site.clock.forward(days=31)

    assert "toutes les réponses sont venues à temps" in site.html("/confiance")
