from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from commons import figures, keys, vocabulary
from commons.content import ShownFigure
from commons.database import Database
from commons.figures import Figure, Observation, WrongFigure
from commons.vocabulary import UnknownCode

METRICS = {
    code: term.attributes
    for code, term in vocabulary.terms("metrics").items()
    if not term.attributes["derived"]
}
RATES = [code for code, metric in METRICS.items() if metric["unit"] == "%"]


def seen(**given: Any) -> Observation:
    return Observation.model_validate(
        {"metric": "response-rate", "basis": "sent", "numerator": 50, "denominator": 1000} | given
    )


def value(metric: str, number: int, **given: Any) -> Observation:
    return Observation(metric=metric, basis=METRICS[metric]["bases"][0], value=number, **given)


def test_a_rate_is_shown_with_two_significant_digits_and_its_basis() -> None:
    found = figures.shown(
        seen(numerator=1234, denominator=10_000, moment="after", source="accounts")
    )

    assert found == ShownFigure(
        metric="response-rate",
        basis="sent",
        moment="after",
        kind="rate",
        value="12",
        source="accounts",
    )


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("0", "0"),
        ("12.34", "12"),
        ("0.0123", "0.012"),
        ("0.01", "0.01"),
        ("1234", "1200"),
        ("99.6", "100"),
        ("9.96", "10"),
        ("9.94", "9.9"),
        ("100", "100"),
        ("5.0", "5"),
        ("0.09999", "0.1"),
        ("1E+5", "100000"),
    ],
)
def test_two_digits_in_plain_notation(number: str, told: str) -> None:
    assert figures.two_digits(Decimal(number)) == told


@given(st.decimals(min_value=Decimal("0.0001"), max_value=10**9, places=6))
def test_two_digits_are_near_plain_and_final(number: Decimal) -> None:
    told = figures.two_digits(number)

    assert "E" not in told
    assert len(told.replace(".", "").strip("0")) <= 2
    assert abs(Decimal(told) - number) <= number / 20
    assert figures.two_digits(Decimal(told)) == told


@pytest.mark.parametrize(
    ("numerator", "denominator", "word"),
    [
        (0, 19, "none"),
        (1, 19, "few"),
        (2, 9, "under-half"),
        (4, 8, "half"),
        (11, 19, "over-half"),
        (18, 19, "nearly-all"),
        (19, 19, "all"),
        (25, 19, "all"),
        (1, 1, "all"),
    ],
)
def test_a_rate_over_few_people_is_told_in_words(
    numerator: int, denominator: int, word: str
) -> None:
    found = figures.shown(seen(numerator=numerator, denominator=denominator))

    assert (found.kind, found.code, found.value) == ("words", word, None)
    assert vocabulary.has("rate_words", word)


@pytest.mark.parametrize("metric", RATES)
def test_twenty_people_are_where_words_end_for_every_rate(metric: str) -> None:
    basis = METRICS[metric]["bases"][0]

    kinds = [
        figures.shown(
            Observation(metric=metric, basis=basis, numerator=5, denominator=denominator)
        ).kind
        for denominator in (19, 20)
    ]

    assert kinds == ["words", "rate"]


@pytest.mark.parametrize(
    ("cents", "band"),
    [
        (0, "under-100"),
        (99_99, "under-100"),
        (100_00, "100-499"),
        (4_999_99, "1k-4k"),
        (5_000_00, "5k-9k"),
        (10**12, "1m-plus"),
    ],
)
def test_an_amount_is_a_band_only(cents: int, band: str) -> None:
    found = figures.shown(value("yearly-cost", cents))

    assert (found.kind, found.code, found.value) == ("amount", band, None)


@pytest.mark.parametrize(
    ("number", "band"), [(0, "under-10"), (9, "under-10"), (10, "10-29"), (10**9, "10k-plus")]
)
@pytest.mark.parametrize("metric", ["volunteers-recruited", "setup-hours", "people-trained"])
def test_a_count_is_a_band_only(metric: str, number: int, band: str) -> None:
    found = figures.shown(value(metric, number))

    assert (found.kind, found.code, found.value) == ("count", band, None)


def test_a_ratio_has_two_digits() -> None:
    given = Observation(metric="return-ratio", basis="full", numerator=12_345, denominator=1_000)

    found = figures.shown(given)

    assert (found.kind, found.value, found.code) == ("ratio", "12", None)


def test_amounts_per_gift_and_per_thousand_are_in_euros() -> None:
    gift = Observation(metric="average-gift", basis="all", numerator=12_000_00, denominator=80)
    letter = Observation(metric="income-per-1000", basis="sent", numerator=500_00, denominator=2000)

    assert figures.measure(gift) == 150
    assert figures.measure(letter) == 250
    assert figures.measure(value("yearly-cost", 1_23)) == Decimal("1.23")
    assert figures.measure(seen()) == 5
    assert figures.shown(gift).code == "100-499"
    assert figures.shown(letter).code == "100-499"


def test_nothing_can_be_measured_without_figures() -> None:
    with pytest.raises(ValueError, match="without figures"):
        figures.measure(Observation(metric="response-rate", basis="sent"))


def observations() -> st.SearchStrategy[Observation]:
    numbers = st.integers(0, figures.NUMBER_LIMIT)

    def of(metric: str) -> st.SearchStrategy[Observation]:
        counted: dict[str, st.SearchStrategy[Any]] = (
            {"numerator": numbers, "denominator": st.integers(1, figures.NUMBER_LIMIT)}
            if METRICS[metric]["formula"]
            else {"value": numbers}
        )
        return st.builds(
            Observation,
            metric=st.just(metric),
            basis=st.sampled_from(METRICS[metric]["bases"]),
            moment=st.sampled_from(["before", "after", "only", "comparison"]),
            **counted,
        )

    return st.sampled_from(sorted(METRICS)).flatmap(of)


@given(observations())
def test_whatever_is_accepted_is_shown_and_never_finer_than_allowed(given: Observation) -> None:
    figures.check(given)

    found = figures.shown(given)

    assert (found.value is None) != (found.code is None)
    unit = METRICS[given.metric]["unit"]
    match found.kind:
        case "rate" | "ratio":
            assert unit in ("%", "ratio")
            assert found.value is not None
            assert len(found.value.replace(".", "").strip("0")) <= 2
        case "words":
            assert unit == "%"
            assert given.denominator is not None
            assert given.denominator < figures.FEW_PEOPLE
        case "amount":
            assert unit == "EUR"
        case "count":
            assert unit not in ("%", "EUR", "ratio")


@given(observations())
def test_bounds_warn_and_never_refuse(given: Observation) -> None:
    bounds = METRICS[given.metric]["bounds"]

    figures.check(given)

    outside = bool(bounds) and not bounds[0] <= figures.measure(given) <= bounds[1]
    assert figures.unusual(given) == outside


def test_an_open_rate_of_ninety_nine_is_worth_a_second_look() -> None:
    rate = {"metric": "open-rate", "basis": "delivered", "denominator": 100}

    assert figures.unusual(seen(**rate, numerator=99))
    assert figures.unusual(seen(**rate, numerator=4))
    assert not figures.unusual(seen(**rate, numerator=80))
    assert not figures.unusual(value("setup-hours", 10**9))


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({"metric": "attrition-rate"}, "metric", "derived"),
        ({"metric": "roi-net"}, "metric", "derived"),
        ({"metric": "cost-per-euro"}, "metric", "derived"),
        ({"basis": "direct"}, "basis", "basis"),
        ({"numerator": None}, "numerator", "needed"),
        ({"denominator": None}, "denominator", "needed"),
        ({"value": 3}, "value", "not-for-metric"),
        ({"numerator": -1}, "numerator", "range"),
        ({"denominator": 10**12 + 1}, "denominator", "range"),
        ({"denominator": 0}, "denominator", "zero"),
        ({"start": "2024-13"}, "start", "month"),
        ({"end": "soon"}, "end", "month"),
        ({"start": "2024-05", "end": "2024-04"}, "end", "order"),
        ({"metric": "setup-hours", "basis": "staff"}, "numerator", "not-for-metric"),
        (
            {
                "metric": "setup-hours",
                "basis": "staff",
                "numerator": None,
                "denominator": None,
            },
            "value",
            "needed",
        ),
    ],
)
def test_a_wrong_figure_says_where_and_why(given: dict[str, Any], field: str, why: str) -> None:
    with pytest.raises(WrongFigure) as refused:
        figures.check(seen(**given), "observations", 3)

    assert refused.value.path == ("observations", 3, field)
    assert refused.value.details["why"] == why


@pytest.mark.parametrize(
    ("field", "list_name"), [("metric", "metrics"), ("source", "figure_sources")]
)
def test_an_unknown_code_of_a_figure_is_refused(field: str, list_name: str) -> None:
    with pytest.raises(UnknownCode) as refused:
        figures.check(seen(**{field: "no-such"}), "observations", 0)

    assert refused.value.path == ("observations", 0, field)
    assert refused.value.list_name == list_name


def test_a_period_of_one_month_is_a_period() -> None:
    figures.check(seen(start="2024-05", end="2024-05"))
    figures.check(seen(end="2024-05"))


@pytest.mark.parametrize(
    ("moments", "level"),
    [
        ([], "account"),
        ([("sent", "only")], "figures"),
        ([("sent", "before")], "figures"),
        ([("sent", "before"), ("sent", "after")], "before-after"),
        # Another basis is another figure: the two do not compare.
        ([("sent", "before"), ("targeted", "after")], "figures"),
        ([("sent", "comparison")], "figures"),
        ([("sent", "comparison"), ("targeted", "after")], "figures"),
        ([("sent", "comparison"), ("sent", "after")], "compared"),
        ([("sent", "comparison"), ("sent", "only")], "compared"),
        (
            [("sent", "before"), ("sent", "after"), ("targeted", "comparison")],
            "before-after",
        ),
        ([("sent", "before"), ("sent", "after"), ("sent", "comparison")], "compared"),
    ],
)
def test_how_well_a_practice_is_measured(moments: list[tuple[str, str]], level: str) -> None:
    given = [seen(basis=basis, moment=moment) for basis, moment in moments]

    assert figures.evidence(given) == level
    assert vocabulary.has("evidence", level)


@pytest.mark.parametrize("count", [1, figures.OBSERVATIONS_LIMIT])
def test_exact_figures_are_kept_sealed_at_one_size(
    count: int, database: Database, rows: Callable[[], object]
) -> None:
    data_key = keys.new_key()
    given = [seen(numerator=987_654_321 + place, denominator=10**12) for place in range(count)]

    with database.writing() as session:
        figures.keep(
            session,
            data_key,
            owner_hash="owner",
            observations=given,
            facts={"channels": ["letter"], "themes": ["membership"]},
            publication_id="publication",
        )

    with database.reading() as session:
        row = session.exec(select(Figure)).one()
    assert len(row.sealed) == 12 + figures.FIGURES_BYTES + 16
    assert "987654321" not in repr(rows())
    held = keys.unseal(data_key, row.sealed, f"figure:{row.id}")
    assert [Observation.model_validate(each) for each in held["observations"]] == given
    assert held["publication"] == "publication"
    assert held["facts"] == {"channels": ["letter"], "themes": ["membership"]}
