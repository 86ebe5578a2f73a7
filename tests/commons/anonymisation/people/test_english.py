"""People in English texts, and the ordinary words around them; *stars* mark what must go."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile, Published
from tests.commons.anonymisation import evaluate

NAMED = (
    "Our treasurer *Jane* keeps the books.",
    "my neighbour *colin* lent us the van and our treasurer *bev* paid the petrol",
    "so we asked old mister *guilbaud* because everybody likes him",
    "ask *mrs okonkwo* she has the keys",
    "JANE TOOK THE CALLS AND OLD *MR PIKE* DROVE THE VAN FOR US",
    "Dear *Ms Abernathy*,\nThank you for the raffle prizes.",
    "Dear *Colin*,\nWe raised more than last year.",
    "Hi *Priya*,\nThe tins are ready.",
    "Hello *Mo* and *Fen*, the tins are ready.",
    "We raised more than last year. Best wishes, *Joyce*",
    "We raised more than last year.\nKind regards,\n*P. Whitlock*",
    "We sold the cakes.\n\nYours sincerely,\n\n*Margaret Oduya*\nHon. Secretary",
    "We sold the cakes.\nLove, *Bev* x",
    "We met on Monday. *Tom* to thank them. *Priti* to book the hall.",
    "*Mark* will mark you down if you forget your shift.",
    "Thanks to *Will* and *Penny* we raised enough.",
    "As *Grace* says with her usual grace, it is slow.",
    "*Rosemary* makes rosemary tea for the volunteers.",
    "We asked *Robin* to count the tins and *Dawn* to sell at dawn.",
    "The idea came from *Bill*, who pays every bill.",
    "In the end *Joy* and *Hope* ran the stall.",
    "The page is live. *Bob*, could you test it?",
    "lady *hartington* opened the fete and lord *ashcombe* gave a cheque",
    "so hi my name is *lorcan* and i run the shop",
    "this is *sheila* from the cat shelter speaking",
    "They call him Big *Tel*. He shakes the bucket outside the ground.",
    "Her husband *Iestyn* drove the lorry.",
    '"We will again," says *Tamsin*.',
    "our bank details are iban *FR76 3000 6000 0112 3456 7890 189* thanks",
    "Please pay to *FR59 7345 2850 3281 8267 2642 1*.",
)
ORDINARY = (
    "Our treasurer handles the takings and renews the folder.",
    "The mayor opened it, the teacher closed it.",
    "Dear all, the tins are ready.",
    "Dear members, dear friends,\nThe tins are ready.",
    "Hello everyone, thank you for the cakes.",
    "We are done.\nKind regards,\nThe committee",
    "We are done.\nMany thanks\nThe raffle team",
    "We meet on Tuesday and in May, June and April.",
    "In March we start; by May it may be over.",
    "November sending costs less. Readers wrote back.",
    "plenty of curious people but nobody in the rain always had soup",
    "worried it would look grasping we cleared the shelf and hosted the button",
    "Fifty-two said yes, forty said no, the rest forgot their shift.",
    "Payroll giving sounded impossible for a small rescue.",
    "Q. Did it work? A. Just about. Q. Any advice? A. Start small.",
    "um so basically yeah we kinda gave up on the newsletter cos nobody opened it lol",
    "With patience, hope and joy we carried on.",
    "The bill came late; we had to frank every letter.",
    "Sandy soil, holly wreaths and rosemary plants sell well.",
    "May I ask how you did it? Will it work in a village?",
    "Mark the date. Grant money is slow. Frank talk helps.",
    "The committee to decide. Volunteers to bring cakes.",
    "WE SOLD CAKES AND TEA AND EVERYBODY WENT HOME WITH A SMILE",
    "we drove the parcels round and the cook opened the kitchen",
    "Father's Day and Mother's Day cards sell well.",
    "The Board approved it. The Trustees did not. The Treasurer sulked. Our Chair resigned.",
    "Half our donors are Catholic, some are Muslim, and most speak English or Welsh.",
    "Spring and Autumn are busy; Summer is dead; Winter is worse.",
    "Prize list: a hamper, a voucher, a teddy bear, a bottle of sherry, a haircut.",
    "Hope is not a plan. Patience is. It was a joy.",
)


def _scan(text: str, *, with_model: bool) -> tuple[anonymisation.Finding, ...]:
    return anonymisation.scan(
        {"text": text}, Profile(), Published(language="en"), with_model=with_model
    )


@pytest.mark.parametrize("with_model", [False, True])
@pytest.mark.parametrize("marked", NAMED)
def test_people_are_found_as_english_names_them(marked: str, with_model: bool) -> None:
    pieces = marked.split("*")
    text = "".join(pieces)
    places = [sum(map(len, pieces[:each])) for each in range(len(pieces) + 1)]

    masked = {
        c
        for finding in _scan(text, with_model=with_model)
        for c in range(finding.start, finding.end)
    }

    for each in range(1, len(pieces), 2):
        span = {"start": places[each], "end": places[each + 1]}
        assert evaluate.is_hidden(text, span, masked), pieces[each]


@pytest.mark.parametrize("with_model", [False, True])
@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_english_stays(text: str, with_model: bool) -> None:
    assert [each.text for each in _scan(text, with_model=with_model)] == []
