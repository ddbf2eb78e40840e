"""Long lists in several pages, so that a phone can show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
LISTED = 200  # the most rows of a page; more of them are slow on a phone


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Item]):
    """One page of a list."""

    first_address: str  # of the first page, below the language's folder
    number: int  # from 1
    pages: int  # how many there are
    items: Sequence[Item]  # what the page lists
    before: int  # how many are on the pages before it
    total: int  # how many are on all pages

    @property
    def address(self) -> str:
        """Its address below the language's folder."""
        return self.address_of(self.number)

    @property
    def first(self) -> int:
        """The place of its first item in the list, from 1."""
        return self.before + 1

    @property
    def last(self) -> int:
        """The place of its last item in the list."""
        return self.before + len(self.items)

    def address_of(self, number: int) -> str:
        """The address of a page of the list."""
        return self.first_address if number == 1 else f"{self.first_address.removesuffix('.html')}/{number}.html"

    @property
    def steps(self) -> Sequence[int | None]:
        """The numbers of the pages to go on to: the first, the last and those near by; None for a gap."""
        shown = sorted({1, self.pages, *range(max(1, self.number - 2), min(self.pages, self.number + 2) + 1)})
        found: list[int | None] = []
        for number in shown:
            if found and found[-1] != number - 1:
                found.append(None)
            found.append(number)
        return found


def leaves(address: str, items: Sequence[Item], most: int = 0) -> Iterator[Leaf[Item]]:
    """The pages of a list, of at most ``most`` items each (`LISTED` where it is 0); an empty list has one, too."""
    most = most or LISTED
    pages = max(1, -(-len(items) // most))
    for number in range(pages):
        at = number * most
        yield Leaf(address, number + 1, pages, items[at : at + most], at, len(items))
