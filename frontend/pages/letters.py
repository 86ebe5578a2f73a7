"""When one is written to, and the page of a letter that stops its like."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
# Asked by mail programs, which hold no token of a form: that of the address stands in for it.
from_letters = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

HERE = "/compte/lettres"
PACES = ("DAILY", "WEEKLY", "MONTHLY", "NONE")
LANGUAGES = ("FR", "EN")


@router.get(HERE)
async def preferences(request: Request) -> Response:
    data = await door.ask(request, "Letters")
    if not data["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", HERE)])
    if data["viewer"]["correspondence"] is None:
        raise HTTPException(403)  # a token in the place of a session
    shown = {
        "paces": PACES,
        "languages": LANGUAGES,
        "saved": request.query_params.get("fait") == "1",
    }
    return rendering.page(request, "letters.html", data | shown, headers=PRIVATE)


@router.post(HERE)
async def choose(request: Request) -> Response:
    form = await request.form()
    pace, language = forms.text(form, "pace"), forms.text(form, "language")
    given = {
        "pace": pace if pace in PACES else PACES[0],
        "language": language if language in LANGUAGES else LANGUAGES[0],
    }
    result = (await door.ask(request, "ChooseLetters", {"input": given}))["result"]
    if result["__typename"] == "LettersChosen":
        return moved(request, HERE, [("fait", "1")])
    raise door.Failed(result["code"], result["message"])


@from_letters.get("/lettres/{token}")
async def ask_to_stop(request: Request, token: str) -> Response:
    """A button and nothing else: programs of mail servers open every address of a letter."""
    return await _stopping(request, token)


@from_letters.post("/lettres/{token}")
async def stop(request: Request, token: str) -> Response:
    """From the button, or by a mail program at one click (RFC 8058), which has no session."""
    result = (await door.ask(request, "StopLetters", {"input": {"token": token}}))["result"]
    if result["__typename"] == "LettersStopped":
        return await _stopping(request, token, done=True)
    raise door.Failed(result["code"], result["message"])


async def _stopping(request: Request, token: str, *, done: bool = False) -> Response:
    data = await door.ask(request, "WhoAsks")
    shown = data | {"token": token, "done": done}
    return rendering.page(request, "stop_letters.html", shown, headers=PRIVATE)
