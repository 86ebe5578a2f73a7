"""When what one publishes appears: at once, with the weekly batch, or with others' deposits."""

from enum import Enum

import strawberry

from commons import deposits, publishing, vocabulary
from schema import terms
from schema.terms import Ask, Term


@strawberry.enum(description="When readers may see what you publish.")
class Release(Enum):
    NOW = strawberry.enum_value(
        "now",
        description="At once; in 1 to 14 days where another of yours appears within 7 days.",
    )
    NEXT_BATCH = strawberry.enum_value(
        "next-batch",
        description="With all that others leave to it, on a Monday at 10 (Paris): the next, or one"
        " of the following where another of yours appears within 7 days.",
    )
    MUTUAL_DEPOSIT = strawberry.enum_value(
        "mutual-deposit",
        description="Together with what 5 verified associations have deposited on one topic.",
    )


@strawberry.enum(description="How near a topic is to opening: roughly, told anew once a week.")
class DepositProgress(Enum):
    UNTOLD = strawberry.enum_value("untold", description="Deposited since the last count.")
    SOME = strawberry.enum_value("some", description="Some deposits are still missing.")
    ALMOST = strawberry.enum_value("almost", description="Almost all are there.")


@strawberry.type(
    description="A mutual deposit that waits: nobody else sees it, and it may be withdrawn."
)
class WaitingDeposit:
    topic: Term | None = strawberry.field(
        description="The channel or theme; empty where it left the vocabulary."
    )
    together: int = strawberry.field(
        description="So many verified associations open the topic, all at once."
    )
    progress: DepositProgress = strawberry.field(description="How near it is to opening.")


def waiting(info: Ask, share: publishing.Share) -> WaitingDeposit | None:
    """What a publication waits for, for its author; None where it is no waiting deposit."""
    if share.release is not None:
        return None
    context, topic = info.context, share.topic
    progress: deposits.Progress = "untold"
    if topic is not None:
        now, secrets = context.product.now(), context.product.keys
        progress = deposits.progress(context.session, secrets, topic, share.moment, now)
    facet = "channels" if topic in vocabulary.terms("channels") else "themes"
    return WaitingDeposit(
        topic=terms.term(facet, topic, context.language),
        together=deposits.TOGETHER,
        progress=DepositProgress(progress),
    )
