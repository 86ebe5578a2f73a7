"""Whether a word is what people make of a first name: Nico, Dédé, Babeth, Paulo."""

import functools
import re

from commons.anonymisation.words import spelling

# What no rule makes of the whole name.
_MADE_OF = {
    "agnes": "nanou", "alexandre": "sacha sandro", "alexandra": "sandra sacha",
    "antoinette": "toinette tonia", "bernard": "nanard", "brigitte": "bribri gitte",
    "caroline": "line", "catherine": "kate katia kathy katy", "charles": "charlie carlo",
    "christine": "kiki titine", "christophe": "tof titof", "dominique": "doume",
    "edouard": "doudou ed", "elisabeth": "babeth betty lisa lili zabeth", "elodie": "didi",
    "emmanuel": "manu", "emmanuelle": "manu manue", "francine": "cine", "francois": "fanfan paco",
    "francoise": "soizic fanchon fanfan", "genevieve": "ginou", "gerard": "gege",
    "guillaume": "william will guigui", "gilbert": "gigi", "henri": "riton", "isabelle": "zabou",
    "jacqueline": "jackie jacky", "jacques": "jacky jim", "jean": "jeannot yann",
    "jeanne": "jeannette jane", "joseph": "jo ze pepe zef", "josette": "zezette",
    "laurence": "lolo lola", "laurent": "lolo", "louis": "loulou", "louise": "loulou",
    "madeleine": "mado madelon", "marguerite": "margot maguy guite", "marie": "mimi manon maryse",
    "michel": "mimi mich mitch", "mohamed": "momo", "nathalie": "talie", "patricia": "pat trish",
    "philippe": "phil filou", "robert": "bob bobby", "roger": "roro", "sebastien": "bastien seb",
    "simone": "momone", "stephane": "tef", "stephanie": "tiffany fanny", "suzanne": "zaza suzy",
    "therese": "thety tete zezette", "veronique": "nick", "vincent": "vinz",
    "virginie": "ninie", "yvette": "vette", "yvonne": "vonette",
}  # fmt: skip
_ENDINGS = (
    "ou", "oune", "ounet", "ounette", "o", "i", "y", "ie", "et", "ette", "ot", "inou", "inette",
    "ine", "on", "a", "el",
)  # fmt: skip


@functools.lru_cache(maxsize=20_000)
def is_made_of(said: str, first: str) -> bool:
    """Whether the folded word `said` is short or tender for the folded first name `first`."""
    if said == first or len(first) < 4 or len(said) < 2:
        return False
    if said in _MADE_OF.get(first, "").split():
        return True
    cut = first.startswith(said) or (len(said) > 3 and first.endswith(said))
    return cut or (len(said) > 2 and (_lengthened(said, first) or _doubled(said, first)))


def _lengthened(said: str, first: str) -> bool:
    """A beginning with a tender ending: Paulo, Michou, Pierrot."""
    return len(said) > 3 and any(
        said.endswith(ending)
        and len(stem := said[: -len(ending)]) > 2
        and (first.startswith(stem) or (stem[-1] == stem[-2] and first.startswith(stem[:-1])))
        for ending in _ENDINGS
    )


def _doubled(said: str, first: str) -> bool:
    """A syllable said twice: Mimi, Dédé, Bébert."""
    half, odd = divmod(len(said), 2)
    if not odd and said[:half] == said[half:]:
        syllables = (said[:half], spelling.sound(said[:half]))
        spoken = (first, spelling.sound(first))
        return any(
            re.search(rf"{syllable[0]}[rl]?{syllable[1:]}", name)
            for syllable, name in zip(syllables, spoken, strict=True)
        )
    return len(said) > 4 and said[0] == said[2] and first.endswith(said[2:])
