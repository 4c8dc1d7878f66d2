"""`search WORDS`: everything installed, offline, with or without marks."""

from __future__ import annotations

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.words import t

LIMIT = 20


def add(groups: Groups) -> None:
    """Add the command."""
    command = groups.add_parser("search", help=t("cli.help_search"))
    command.add_argument("words", metavar=t("cli.metavar_words"), nargs="+")
    command.add_argument("--limit", type=int, default=LIMIT, help=t("cli.help_limit"))
    add_json(command)
    command.set_defaults(run=search)


def search(asked: Asked) -> int:
    """The best hits, best first; 0 also when there are none."""
    from selfstudy.services.studying.finding import Finding

    words = " ".join(asked.options.words)
    finding = Finding(asked.library(), asked.places.data)
    finding.refresh()
    hits = finding.find(words, asked.options.limit)
    for hit in hits:
        kind = t(f"cli.found_{hit.kind}")
        asked.show(f"{kind} {hit.id}: {hit.title}")
        snippet = " ".join(hit.snippet.split())
        if snippet and hit.snippet != hit.title:
            asked.show(f"    {snippet}")
    if not hits:
        asked.say("cli.found_nothing", words=words)
    asked.answer(
        [
            {
                "kind": hit.kind,
                "id": hit.id,
                "title": hit.title,
                "snippet": hit.snippet,
                "lesson": hit.lesson,
                "score": hit.score,
            }
            for hit in hits
        ]
    )
    return 0
