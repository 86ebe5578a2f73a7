import itertools
import unicodedata
from collections.abc import Iterable

import pytest

from commons import refusals, vocabulary

COUNTS = {
    "themes": 30,
    "needs": 7,
    "channel_groups": 9,
    "channels": 49,
    "budget_classes": 7,
    "sizes": 4,
    "staff_classes": 6,
    "volunteer_classes": 5,
    "fields": 13,
    "rna_families": 29,
    "scopes": 8,
    "regions": 18,
    "zones": 6,
    "kinds": 2,
    "depths": 3,
    "outcomes": 6,
    "statuses": 3,
    "human_links": 4,
    "human_means": 5,
    "dosage": 3,
    "publics": 14,
    "setup_times": 4,
    "costs": 5,
    "criteria": 7,
    "leaving_reasons": 10,
    "vendor_ties": 4,
    "tool_categories": 21,
    "metrics": 45,
    "bases": 36,
    "figure_sources": 4,
    "evidence": 5,
    "hindsight": 5,
    "periods": 6,
    "amount_bands": 9,
    "count_bands": 7,
    "rate_words": 7,
    "audiences": 3,
    "states": 3,
    "languages": 2,
    "keep_reasons": 5,
    "refusal_reasons": 7,
}
SEARCHED = ("themes", "channels", "sizes", "fields", "publics", "outcomes")
REGIONS = "01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94"
EXPECTED_TOOLS = """
    helloasso assoconnect yapla leetchi ulule kisskissbankbank lilo iraiser donorbox gofundme
    tipeee zeffy billetweb weezevent eventbrite stripe paypal sumup lydia wero facebook instagram
    linkedin youtube tiktok mastodon twitch whatsapp signal telegram discord slack mattermost zoom
    jitsi-meet bigbluebutton google-meet microsoft-teams framaforms framadate framapad nextcloud
    google-workspace microsoft-365 canva wordpress wix spip mailchimp brevo mailjet sympa mobilizon
    loomio balotilo doodle google-forms limesurvey typeform trello notion airtable galette paheko
    dolibarr odoo civicrm salesforce jeveuxaider tousbenevoles change-org mesopinions chatgpt
    le-chat obs-studio peertube pennylane microdon smsmode ovhcloud matomo umap decidim bitwarden
    thunderbird libreoffice onlyoffice cryptpad crowdsec qgiv
"""
# Two pairs of bases read alike in French: a unit of time spent and a population.
HOMONYMS = {
    "bases": {"benevoles": {"volunteer", "volunteers"}, "salaries": {"employees", "staff"}},
}


def folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def shared(groups: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    """Words that, once folded, belong to more than one owner."""
    owners: dict[str, set[str]] = {}
    for owner, words in groups:
        for word in words:
            owners.setdefault(folded(word), set()).add(owner)
    return {word: found for word, found in owners.items() if len(found) > 1}


def test_every_list_is_there_with_all_its_terms() -> None:
    assert {name: len(vocabulary.terms(name)) for name in vocabulary.lists()} == COUNTS


@pytest.mark.parametrize("name", vocabulary.lists())
def test_terms_have_their_own_code_and_both_labels(name: str) -> None:
    for code, term in vocabulary.terms(name).items():
        assert term.code == code
        assert term.fr.strip() == term.fr != ""
        assert term.en.strip() == term.en != ""
        assert vocabulary.label(name, code, "fr") == term.fr
        assert vocabulary.label(name, code, "en") == term.en


@pytest.mark.parametrize("name", vocabulary.lists())
def test_terms_of_a_list_have_the_same_attributes(name: str) -> None:
    assert len({tuple(term.attributes) for term in vocabulary.terms(name).values()}) == 1


def test_attributes_are_those_of_the_design() -> None:
    def names(list_name: str) -> set[str]:
        return set(next(iter(vocabulary.terms(list_name).values())).attributes)

    assert names("themes") == {"parent"}
    assert names("channels") == {"group"}
    assert names("budget_classes") == names("amount_bands") == {"min_eur", "max_eur"}
    assert names("sizes") == {"budget_classes"}
    assert names("staff_classes") == {"sirene"}
    assert names("volunteer_classes") == names("count_bands") == names("rate_words")
    assert names("count_bands") == {"min", "max"}
    assert names("fields") == {"rna", "icnptso", "sensitive"}
    assert names("hindsight") == {"min_months"}
    assert names("zones") == {"regions"}
    assert names("evidence") == {"rank", "meaning", "meaning_fr"}
    assert names("periods") == {"first_year", "last_year"}
    assert names("metrics") == {
        *("unit", "numerator", "numerator_fr", "denominator", "denominator_fr", "bases"),
        *("direction", "note", "derived", "ranked", "bounds", "formula"),
    }


def test_a_few_exact_values() -> None:
    legacies = vocabulary.term("themes", "fundraising-legacies")
    assert (legacies.fr, legacies.attributes["parent"]) == (
        "Legs, donations, assurance-vie",
        "fundraising",
    )
    assert vocabulary.term("themes", "fundraising").attributes["parent"] is None
    assert vocabulary.term("channels", "matching").attributes["group"] == "company"
    assert vocabulary.term("budget_classes", "over-2m").attributes["max_eur"] is None
    assert vocabulary.term("staff_classes", "250-plus").attributes["sirene"][0] == "32"
    assert vocabulary.term("fields", "rights").attributes["icnptso"] == "G10,G20,K21"
    assert vocabulary.label("rna_families", "013000", "fr") == "chasse pêche"
    assert vocabulary.label("rna_families", "013000", "en") == "hunting and fishing"
    response = vocabulary.term("metrics", "response-rate").attributes
    assert response["bases"] == ("targeted", "sent", "delivered")
    assert response["bounds"] == (0.01, 25)
    assert response["denominator_fr"] == "personnes sollicitées"
    assert vocabulary.term("metrics", "median-gift").attributes["formula"] is None
    assert vocabulary.term("evidence", "replicated").attributes["rank"] == 4


def test_terms_and_lists_cannot_be_changed() -> None:
    size = vocabulary.term("sizes", "small")

    with pytest.raises(TypeError):
        vocabulary.terms("sizes")["tiny"] = size  # type: ignore[index]
    with pytest.raises(TypeError):
        size.attributes["budget_classes"] = ()  # type: ignore[index]
    with pytest.raises(AttributeError):
        size.fr = "Minuscule"  # type: ignore[misc]


def test_an_unknown_code_is_refused_with_its_list_and_path() -> None:
    with pytest.raises(vocabulary.UnknownCode) as refused:
        vocabulary.require("themes", "cooking", "themes", 2)

    assert isinstance(refused.value, refusals.Refusal)
    assert refused.value.code == "unknown-code"
    assert (refused.value.list_name, refused.value.value) == ("themes", "cooking")
    assert refused.value.path == ("themes", 2)


def test_unknown_lists_and_codes_are_refused_everywhere() -> None:
    assert not vocabulary.has("themes", "cooking")
    assert not vocabulary.has("recipes", "cooking")
    assert vocabulary.has("themes", "loyalty")
    for call in (vocabulary.term, vocabulary.require, vocabulary.ancestors):
        with pytest.raises(vocabulary.UnknownCode):
            call("themes", "cooking")
        with pytest.raises(vocabulary.UnknownCode):
            call("recipes", "loyalty")
    with pytest.raises(vocabulary.UnknownCode):
        vocabulary.terms("tools")
    with pytest.raises(vocabulary.UnknownCode):
        vocabulary.label("sizes", "tiny", "fr")


def test_parents_and_groups_exist() -> None:
    for theme in vocabulary.terms("themes").values():
        assert theme.attributes["parent"] is None or vocabulary.has(
            "themes", theme.attributes["parent"]
        )
    for channel in vocabulary.terms("channels").values():
        assert vocabulary.has("channel_groups", channel.attributes["group"])


def test_ancestors_are_the_parents() -> None:
    assert vocabulary.ancestors("themes", "loyalty-human-link") == ("loyalty",)
    assert vocabulary.ancestors("themes", "loyalty") == ()
    assert vocabulary.ancestors("channels", "email") == ()
    for code in vocabulary.terms("themes"):
        assert code not in vocabulary.ancestors("themes", code)


def test_sizes_partition_the_budget_classes_in_order() -> None:
    sizes = vocabulary.terms("sizes").values()
    budgets = [budget for size in sizes for budget in size.attributes["budget_classes"]]

    assert budgets == list(vocabulary.terms("budget_classes"))
    assert vocabulary.size_of_budget("1k-10k") == "very-small"
    assert vocabulary.size_of_budget("10k-50k") == "small"
    assert vocabulary.size_of_budget("over-2m") == "large"
    with pytest.raises(vocabulary.UnknownCode):
        vocabulary.size_of_budget("billions")


def test_zones_partition_the_regions() -> None:
    zones = vocabulary.terms("zones").values()
    regions = [region for zone in zones for region in zone.attributes["regions"]]

    assert sorted(regions) == REGIONS.split()
    assert vocabulary.zone_of_region("53") == "north-west"
    assert vocabulary.zone_of_region("04") == "overseas"
    with pytest.raises(vocabulary.UnknownCode):
        vocabulary.zone_of_region("99")


def test_fields_partition_the_families_of_the_register() -> None:
    fields = vocabulary.terms("fields").values()
    families = [family for field in fields for family in field.attributes["rna"]]

    assert sorted(families) == sorted(vocabulary.terms("rna_families"))
    assert vocabulary.field_of_rna("011000") == "sport"
    assert vocabulary.field_of_rna("011170") == "sport"
    assert vocabulary.field_of_rna("099000") is None
    assert vocabulary.field_of_rna("") is None


def test_sensitive_fields() -> None:
    fields = vocabulary.terms("fields")
    sensitive = {code for code in fields if fields[code].attributes["sensitive"]}

    assert sensitive == {"health", "social", "rights", "religion"}


def test_metrics_point_at_known_bases_and_every_base_serves() -> None:
    used = set()
    for metric in vocabulary.terms("metrics").values():
        assert metric.attributes["bases"]
        assert metric.attributes["direction"] in {"up", "down", "context"}
        assert metric.attributes["unit"] in {"%", "EUR", "count", "ratio", "months", "hours"}
        assert (metric.attributes["numerator"] == "-") == (metric.attributes["numerator_fr"] == "-")
        assert (metric.attributes["denominator"] == "-") == (
            metric.attributes["denominator_fr"] == "-"
        )
        used.update(metric.attributes["bases"])

    assert used == set(vocabulary.terms("bases"))


def test_metrics_that_depend_on_context_are_never_ranked() -> None:
    metrics = vocabulary.terms("metrics").values()
    unranked = {metric.code for metric in metrics if not metric.attributes["ranked"]}
    context = {metric.code for metric in metrics if metric.attributes["direction"] == "context"}
    derived = {metric.code for metric in metrics if metric.attributes["derived"]}

    assert unranked == context | {"open-rate"}
    assert derived == {"cost-per-euro", "roi-net", "attrition-rate"}


def test_bounds_are_ordered() -> None:
    for metric in vocabulary.terms("metrics").values():
        if metric.attributes["bounds"] is not None:
            low, high = metric.attributes["bounds"]
            assert low < high


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("budget_classes", "min_eur", "max_eur"),
        ("amount_bands", "min_eur", "max_eur"),
        ("volunteer_classes", "min", "max"),
        ("count_bands", "min", "max"),
    ],
)
def test_bands_follow_each_other_from_zero_without_end(name: str, low: str, high: str) -> None:
    bands = [band.attributes for band in vocabulary.terms(name).values()]

    assert bands[0][low] == 0
    assert bands[-1][high] is None
    for band, following in itertools.pairwise(bands):
        assert band[low] < band[high] == following[low]


def test_periods_are_three_years_each() -> None:
    periods = list(vocabulary.terms("periods").values())

    for period in periods:
        first, last = period.attributes["first_year"], period.attributes["last_year"]
        assert period.code == f"{first}-{last}"
        assert last - first == 2
    for period, following in itertools.pairwise(periods):
        assert period.attributes["last_year"] + 1 == following.attributes["first_year"]


@pytest.mark.parametrize(
    ("year", "period"),
    [
        (2012, None),
        (2013, "2013-2015"),
        (2015, "2013-2015"),
        (2016, "2016-2018"),
        (2026, "2025-2027"),
        (2030, "2028-2030"),
        (2031, None),
    ],
)
def test_period_of(year: int, period: str | None) -> None:
    assert vocabulary.period_of(year) == period


@pytest.mark.parametrize(
    ("months", "code"),
    [
        (0, "under-6-months"),
        (5, "under-6-months"),
        (6, "6-months"),
        (11, "6-months"),
        (12, "12-months"),
        (23, "12-months"),
        (24, "24-months"),
        (35, "24-months"),
        (36, "36-months"),
        (400, "36-months"),
    ],
)
def test_hindsight_of(months: int, code: str) -> None:
    assert vocabulary.hindsight_of(months) == code


@pytest.mark.parametrize(
    ("cents", "code"),
    [
        (0, "under-100"),
        (99_99, "under-100"),
        (100_00, "100-499"),
        (499_99, "100-499"),
        (500_00, "500-999"),
        (1_000_00, "1k-4k"),
        (5_000_00, "5k-9k"),
        (9_999_99, "5k-9k"),
        (10_000_00, "10k-49k"),
        (50_000_00, "50k-199k"),
        (200_000_00, "200k-999k"),
        (999_999_99, "200k-999k"),
        (1_000_000_00, "1m-plus"),
    ],
)
def test_amount_band(cents: int, code: str) -> None:
    assert vocabulary.amount_band(cents) == code


@pytest.mark.parametrize(
    ("count", "code"),
    [
        (0, "under-10"),
        (9, "under-10"),
        (10, "10-29"),
        (29, "10-29"),
        (30, "30-99"),
        (100, "100-299"),
        (300, "300-999"),
        (999, "300-999"),
        (1_000, "1k-9k"),
        (9_999, "1k-9k"),
        (10_000, "10k-plus"),
    ],
)
def test_count_band(count: int, code: str) -> None:
    assert vocabulary.count_band(count) == code


def test_nothing_negative_has_a_band() -> None:
    for banding in (vocabulary.hindsight_of, vocabulary.amount_band, vocabulary.count_band):
        with pytest.raises(ValueError, match="-1"):
            banding(-1)


def test_rate_words_cover_every_share_without_a_gap() -> None:
    words = [word.attributes for word in vocabulary.terms("rate_words").values()]

    assert words[0]["min"] == 0
    assert words[-1]["max"] == 1
    for word, following in itertools.pairwise(words):
        assert word["min"] <= word["max"] == following["min"]


@pytest.mark.parametrize(
    ("taken", "asked", "word"),
    [
        (0, 19, "none"),
        (1, 19, "few"),
        (1, 5, "few"),
        (1, 4, "under-half"),
        (8, 18, "under-half"),
        (5, 11, "half"),
        (1, 2, "half"),
        (6, 11, "half"),
        (10, 18, "over-half"),
        (3, 4, "over-half"),
        (4, 5, "nearly-all"),
        (18, 19, "nearly-all"),
        (19, 19, "all"),
    ],
)
def test_rate_word(taken: int, asked: int, word: str) -> None:
    assert vocabulary.rate_word(taken / asked) == word


def test_rate_words_mirror_each_other_under_twenty_people() -> None:
    codes = list(vocabulary.terms("rate_words"))
    mirror = dict(zip(codes, reversed(codes), strict=True))

    for asked in range(1, 20):
        for taken in range(asked + 1):
            word = vocabulary.rate_word(taken / asked)
            assert vocabulary.rate_word((asked - taken) / asked) == mirror[word]


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan")])
def test_a_share_outside_zero_to_one_has_no_word(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        vocabulary.rate_word(share)


@pytest.mark.parametrize("name", SEARCHED)
def test_searched_lists_have_synonyms_in_both_languages(name: str) -> None:
    for term in vocabulary.terms(name).values():
        assert term.synonyms
        assert term.synonyms_en


@pytest.mark.parametrize("name", vocabulary.lists())
def test_a_synonym_is_lower_case_and_means_one_term_only(name: str) -> None:
    terms = vocabulary.terms(name).values()

    for term in terms:
        for words in (term.synonyms, term.synonyms_en):
            assert len(set(words)) == len(words)
            assert all(word == word.lower().strip() for word in words)
    french = shared((term.code, (term.fr, *term.synonyms)) for term in terms)
    assert french == HOMONYMS.get(name, {})
    assert shared((term.code, (term.en, *term.synonyms_en)) for term in terms) == {}


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [
        ("channels", "cagnotte", "crowdfunding"),
        ("channels", "texto", "text-message"),
        ("channels", "infolettre", "email"),
        ("channels", "newsletter", "email"),
        ("themes", "bénévole", "volunteering"),
        ("themes", "cotisation", "membership"),
        ("themes", "ag", "governance-meetings"),
        ("sizes", "petite asso", "very-small"),
        ("sizes", "petites assos", "small"),
    ],
)
def test_what_people_type_is_known(name: str, word: str, code: str) -> None:
    assert word in vocabulary.term(name, code).synonyms


def test_outside_figures_use_the_vocabulary() -> None:
    figures = vocabulary.outside_figures()

    assert len(figures) == 16
    for figure in figures:
        assert vocabulary.has("metrics", figure["metric"])
        assert figure["basis"] in vocabulary.term("metrics", figure["metric"]).attributes["bases"]
        assert figure["channel"] is None or vocabulary.has("channels", figure["channel"])
        assert figure["low"] <= figure["high"]
        assert figure["source"]
    assert figures[0]["channel"] is None
    assert figures[11]["year"] is None
    with pytest.raises(TypeError):
        figures[0]["low"] = 0  # type: ignore[index]


def test_channel_rules_use_the_vocabulary() -> None:
    (rule,) = vocabulary.channel_rules()

    assert rule["channel"] == "sms-gift"
    assert rule["rule_fr"] == "20 € par don et 50 € par mois et par organisme au plus"
    assert rule["rule_en"]
    assert (rule["area"], rule["year"], rule["source"]) == ("FR", 2020, "France générosités")


def test_the_expected_tools_are_catalogued() -> None:
    assert sorted(vocabulary.tools()) == sorted(EXPECTED_TOOLS.split())


def test_tools_are_named_and_sorted() -> None:
    for code, tool in vocabulary.tools().items():
        assert tool.code == code
        assert tool.name
        assert vocabulary.has("tool_categories", tool.category)
    used = {tool.category for tool in vocabulary.tools().values()}
    assert used == set(vocabulary.terms("tool_categories"))


def test_a_licence_or_a_host_comes_with_its_page_and_date() -> None:
    for tool in vocabulary.tools().values():
        stated = bool(tool.licence or tool.hosted_in)
        assert stated == bool(tool.source) == bool(tool.checked_on)
        for host in tool.hosted_in:
            assert host == "self" or (len(host) == 2 and host.isupper())
    assert vocabulary.tools()["dolibarr"].licence == "GPL-3.0-or-later"
    assert vocabulary.tools()["nextcloud"].hosted_in == ("self",)
    assert vocabulary.tools()["facebook"].licence is None


def test_a_writing_of_a_tool_means_one_tool_only() -> None:
    tools = vocabulary.tools().values()

    assert shared((tool.code, (tool.name, *tool.aliases)) for tool in tools) == {}
    for tool in tools:
        assert tool.name not in tool.aliases
        assert len(set(tool.aliases)) == len(tool.aliases)
        assert all(word == word.lower().strip() for word in tool.synonyms)
    assert "Sendinblue" in vocabulary.tools()["brevo"].aliases
    assert "Garradin" in vocabulary.tools()["paheko"].aliases
    assert "Gmail" in vocabulary.tools()["google-workspace"].aliases


def test_names_that_are_ordinary_words_are_marked() -> None:
    common = {code for code, tool in vocabulary.tools().items() if tool.common_word}

    assert common >= {"signal", "zoom", "slack", "notion", "discord", "lydia", "stripe"}
    assert common >= {"galette", "sympa", "le-chat", "lilo", "ulule"}
    assert "matomo" not in common


def test_a_tool_is_required_like_any_code() -> None:
    assert vocabulary.require("tools", "helloasso", "tool").label("en") == "HelloAsso"
    with pytest.raises(vocabulary.UnknownCode) as refused:
        vocabulary.require("tools", "abacus", "tool")
    assert refused.value.path == ("tool",)
