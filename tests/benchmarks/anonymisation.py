"""What detection costs: each part that is loaded, 500 words, and the serving process.

python -m tests.benchmarks.anonymisation

Every figure is of this machine at this moment; compare two only within one run.
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator

PORT = 8766
ADDRESS = f"http://127.0.0.1:{PORT}"
WORDS = 500
PREVIEWS = 50
_TEXTS = pathlib.Path(__file__).parents[1] / "commons" / "anonymisation" / "texts.toml"
_MARK = re.compile(r"\{=?[A-Z]+\|([^}]*)\}")
_PROBLEM = "__typename ... on Problem { code message }"


def words() -> Iterator[str]:
    """Texts of so many words, made of those the detectors are tested with."""
    entries = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))["text"]
    plain = "\n".join(_MARK.sub(r"\1", entry["text"]) for entry in entries).split(" ")
    begin = 0
    while True:
        yield " ".join((plain[begin:] + plain)[:WORDS])
        begin = (begin + 97) % len(plain)


def memory(pid: int | str = "self") -> tuple[float, float]:
    """Resident memory of a process now and at its highest, in MB."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    found = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+)", status, re.M))
    return int(found["VmRSS"]) / 1024, int(found["VmHWM"]) / 1024


def told(name: str, act: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    now, most = memory()
    print(f"{name:<34} {wall:6.2f} s  {cpu:6.2f} s of CPU  {now:4.0f} MB, {most:4.0f} at most")


def parts() -> None:
    """What the first text would wait for, in the order of the warm-up."""
    import importlib

    def package() -> None:
        importlib.import_module("commons.anonymisation")

    told("the interpreter", lambda: None)
    told("the detectors and their lists", package)
    from commons import anonymisation
    from commons.anonymisation import model
    from commons.anonymisation.words import communes, dictionary

    told("dictionaries", dictionary.warm_up)
    told("communes", communes.warm_up)
    told("spaCy", lambda: importlib.import_module("spacy"))
    told("names model", model.warm_up)
    texts = words()
    profile = anonymisation.Profile()
    told(f"first {WORDS} words", lambda: anonymisation.scan({"text": next(texts)}, profile))
    for with_model in (True, False):
        took = []
        for _ in range(20):
            began = time.perf_counter()
            anonymisation.scan({"text": next(texts)}, profile, with_model=with_model)
            took.append((time.perf_counter() - began) * 1000)
        name = f"{WORDS} words, {'with' if with_model else 'without'} the model"
        print(f"{name:<34} p50 {statistics.median(took):6.0f}  most {max(took):6.0f} ms")


def ask(query: str, variables: dict[str, object], session: str = "") -> dict[str, object]:
    """The result of an operation of one field; RuntimeError when it was refused."""
    headers = {"content-type": "application/json"}
    if session:
        headers["authorization"] = f"Bearer {session}"
    body = json.dumps({"query": query, "variables": {"input": variables}}).encode()
    request = urllib.request.Request(f"{ADDRESS}/graphql", body, headers)
    with urllib.request.urlopen(request) as answer:
        result: dict[str, object] = json.load(answer)["data"]["result"]
    if str(result.get("__typename", "")).endswith("Problem"):
        raise RuntimeError(result)
    return result


def mutation(name: str, chosen: str, given: str = "") -> str:
    kind = given or f"{name[0].upper()}{name[1:]}Input"
    return (
        f"mutation($input: {kind}!) {{ result: {name}(input: $input) {{ {_PROBLEM} {chosen} }} }}"
    )


def signed_in() -> str:
    """The session of somebody of a new association of the demo."""
    ask(mutation("requestSignIn", "... on SignInRequested { minutes }"), {"email": "a@b.example"})
    with urllib.request.urlopen(f"{ADDRESS}/demo/courrier") as page:
        tokens = re.findall(r"/connexion/([\w-]{20,})", page.read().decode())
    signing = mutation("signIn", "... on SignedIn { session }")
    session = str(ask(signing, {"token": tokens[-1]})["session"])
    ask(
        mutation("declareOrganisation", "... on Organisation { verified }"),
        {
            "legalName": "Les Amis du Four à pain", "towns": ["Redon"], "rna": "W999000001",
            "people": ["Nadège Vasseur"], "budget": "10k-50k", "employees": "none",
            "volunteers": "10-29", "field": "culture", "scope": "commune", "region": "53",
        },
        session,
    )  # fmt: skip
    return session


def first_answer(process: subprocess.Popen[bytes], began: float) -> float:
    """Seconds until a page is served."""
    while True:
        try:
            with urllib.request.urlopen(f"{ADDRESS}/sante"):
                return time.perf_counter() - began
        except OSError:
            if process.poll() is not None or time.perf_counter() - began > 300:
                raise
            time.sleep(0.02)


def settled(pid: int) -> float:
    """Seconds of CPU a process has used once it rests: its warm-up is over."""
    before = -1
    while True:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        used = int(fields[11]) + int(fields[12])
        if used == before:
            return used / os.sysconf("SC_CLK_TCK")
        before = used
        time.sleep(1)


def serving() -> None:
    """The demo, served: answers during the warm-up, memory after it and after the previews."""
    with tempfile.TemporaryDirectory(prefix="recul-bench-") as folder:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "frontend.cli", "serve", "--demo", "--port", str(PORT)],
            env=os.environ | {"RECUL_DATA_DIR": folder, "HOME": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            print(f"first page after {first_answer(process, began):.1f} s")
            waited = []
            while time.perf_counter() - began < 15 and memory(process.pid)[0] < 300:
                asked = time.perf_counter()
                with urllib.request.urlopen(f"{ADDRESS}/pratiques") as page:
                    page.read()
                waited.append(time.perf_counter() - asked)
                time.sleep(0.05)
            if waited:
                most = max(waited) * 1000
                print(f"{len(waited)} pages during the warm-up, {most:.0f} ms at most")
            cpu = settled(process.pid)
            now, most = memory(process.pid)
            print(f"after the warm-up ({cpu:.1f} s of CPU) {now:4.0f} MB, {most:4.0f} at most")
            session, took = signed_in(), []
            saving = mutation("saveCaseStudyDraft", "... on Draft { id version }")
            previewing = mutation("previewPublication", "... on Preview { openCount namesModel }")
            for text, _ in zip(words(), range(PREVIEWS), strict=False):
                practice = {
                    "title": "Un essai", "tried": text[:1500], "results": text[1500:],
                    "advice": "Commencez petit.", "themes": ["fundraising"],
                    "channels": ["email"], "outcome": "worked", "humanLink": "same",
                }  # fmt: skip
                draft = ask(saving, {"practice": practice}, session)
                asked = time.perf_counter()
                ask(previewing, {"draft": draft["id"]}, session)
                took.append((time.perf_counter() - asked) * 1000)
            now, most = memory(process.pid)
            print(f"after {PREVIEWS} previews {now:4.0f} MB, {most:4.0f} at most")
            print(f"a preview of {WORDS} words: p50 {statistics.median(took):.0f} ms")
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    parts()
    serving()
