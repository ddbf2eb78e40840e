"""How a page of the site is to be cited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpitrack.language import pick, say
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year


def citation(context: Mapping[str, Any], address: str = "") -> str:
    """The sentence to cite a page by.

    Args:
        context: of the page: its ``title``, the ``strategy`` that it is about, if it is about one, and the ``as_of``
            year of its verdicts.
        address: of the page on the web, where it is known.
    """
    title, strategy = visible(pick(context["title"])), context.get("strategy")
    when = show_year(context["as_of"])
    if strategy is None:
        text = say("“{title}”, as of {year}", title=title, year=when)
    else:
        owner, whole = visible(pick(strategy.organization.name)), visible(pick(strategy.title))
        if whole == title:
            text = say("{owner}, “{title}”, as of {year}", owner=owner, title=title, year=when)
        else:
            text = say(
                "{owner}, “{title}”, {strategy}, as of {year}", owner=owner, title=title, strategy=whole, year=when
            )
    return f"{text}  {address}".rstrip()
