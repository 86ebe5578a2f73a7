"""The demo's mailbox: letters are shown here instead of being sent; no other product has it."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, rendering
from frontend.pages.sharing import PRIVATE

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/demo/courrier")
async def letters(request: Request) -> Response:
    data = await door.ask(request, "WhoAsks")
    site = request.app.state.runner.product.settings.base_url
    found = [
        {
            "to": letter.to,
            "subject": letter.subject,
            "pieces": [
                # Only our own links become links, by their path: the demo may be behind a port.
                (words, words.removeprefix(site) if words.startswith(f"{site}/") else None)
                for words, _ in rendering.pieces(letter.text)
            ],
        }
        for letter in request.app.state.mailbox.letters
    ]
    shown = data | {"letters": found, "people": request.app.state.demo_people}
    return rendering.page(request, "mailbox.html", shown, headers=PRIVATE)
