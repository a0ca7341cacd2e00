"""A forecast as a page of text, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sim.analysis.forecast import Forecast, Range, Shift
from sim.report.page import Page, flush_left, flush_right

NAME, NOW, CELL, SPREAD = 21, 5, 17, 18  # with two blanks before them, 79 columns
MOST_SHOWN = 3
MOST_SHIFTS = 8
CLEAR = 2.0
FEW = 200
RARE = 0.01
STILL = 0.05
KINDS = ("war", "incident", "test", "accord")


class Wording(Protocol):
    """What a forecast needs of a language's words."""

    def __call__(self, key: str, **slots: object) -> str:
        """Return a sentence."""

    def entry(self, key: str, default: Any = None) -> Any:
        """Return whatever stands under a key."""

    def seat(self, seat: str, form: str = "name") -> str:
        """Return a seat's name."""

    def season(self, season: str) -> str:
        """Return a season's name."""

    def dial(self, dial: str) -> str:
        """Return a dial's name."""

    def short_dial(self, dial: str) -> str:
        """Return a dial's name for narrow columns."""

    def board(self, board: str) -> str:
        """Return a board's name."""

    def package(self, package: str) -> str:
        """Return an accord's name."""

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts as a list in a sentence."""


def whole_page(found: Forecast, words: Wording, titles: Mapping[str, str], scenario: str) -> Page:
    """Return everything that a forecast tells.

    Args:
        found: The forecast.
        words: The words of a language.
        titles: Title by lens.
        scenario: The scenario's title.
    """
    page = head(found, words, titles, scenario).more(chances(found, words)).more(boards(found, words)).more(instead(found, words))
    return page.more(dials(found, words)).text(words("disclaimer"))


def head(found: Forecast, words: Wording, titles: Mapping[str, str], scenario: str) -> Page:
    """Return what was asked, of what, under which lenses, and how sure the answer is."""
    first, last = (words.season(found.seasons[place]) for place in (0, -1))
    page = Page().title(words("forecast.title", scenario=scenario, first=first, last=last)).text(words("disclaimer"))
    page.text(words("forecast.on_view", capital=words.seat(found.seat, "capital")) if found.seat else words("forecast.on_all"))
    if found.posterior:
        shares = sorted(found.lenses.items(), key=lambda item: -item[1])
        page.text(words("forecast.shared", lenses=", ".join(f"{titles[name]} {share:.0%}" for name, share in shares if share >= RARE)))
    else:
        page.text(words("forecast.under", lens=titles[next(iter(found.lenses))]))
    page.text(_sure(found, words))
    if found.futures < min(found.asked, FEW):
        page.text(words("forecast.few", asked=f"{found.asked:,}"))
    return page


def _sure(found: Forecast, words: Wording) -> str:
    """Return how many futures were played, and what that leaves open."""
    low, high = (f"{100 * share:.0f}" for share in found.held)
    how = "" if found.native else words("forecast.plain")
    return words("forecast.played", n=f"{found.futures:,}", how=how, margin=f"{100 * found.chance_margin:.0f}", low=low, high=high)


def shown(found: Forecast) -> list[int]:
    """Return the seasons of a table's columns: this one, the middle one, the last one."""
    last = len(found.seasons) - 1
    return sorted({0, last // 2, last})[:MOST_SHOWN]


def _row(name: str, cells: Sequence[str], now: str = "") -> str:
    return flush_left(name, NAME) + flush_right(now, NOW) + "".join(flush_right(cell, CELL) for cell in cells)


def _heading_row(found: Forecast, words: Wording, now: str = "") -> str:
    return _row(words("forecast.by_end"), [words.season(found.seasons[place]) for place in shown(found)], now)


def chances(found: Forecast, words: Wording) -> Page:
    """Return the chances of what may happen; what hardly ever does is named in a line."""
    rows, rare = [], []
    for name, by_season in found.outlook.chances.items():
        label = event_name(name, words)
        if by_season[-1].value < RARE and name not in ("war", "incident"):
            rare.append(label)
            continue
        rows.append(_row(label, [f"{100 * by_season[place].value:.0f} ±{100 * by_season[place].error:.1f}" for place in shown(found)]))
    page = Page().heading(words("forecast.chances")).row(_heading_row(found, words))
    for row in rows:
        page.row(row)
    return page.text(words("forecast.rare", names=words.listed(rare))) if rare else page


def event_name(name: str, words: Wording) -> str:
    """Return what something that may happen is called; what belongs to the line above is set in."""
    kind, _, of = name.partition(":")
    if kind == "test" and of:
        return words(f"forecast.tests.{of}")
    if of:
        return words.package(of) if kind == "accord" else words("forecast.ended", package=words.package(of))
    return words(f"forecast.{kind}")


def dials(found: Forecast, words: Wording) -> Page:
    """Return all dials now and ahead."""
    page = Page().heading(words("forecast.dials")).row(_heading_row(found, words, words("forecast.now")))
    still = []
    for name, by_season in found.outlook.dials.items():
        now = found.now[name]
        if all(each is None or max(abs(each.low - now.value), abs(each.high - now.value)) < STILL for each in by_season):
            still.append(words.short_dial(name))
            continue
        page.row(_row(words.short_dial(name), [_cell(by_season[place], words) for place in shown(found)], f"{now.value:.1f}"))
    if still:
        page.text(words("forecast.still", names=words.listed(still)))
    over = 1 - found.outlook.going[-1]
    if over > 0:
        page.text(words("forecast.ended_share", share=f"{100 * over:.1f}", season=words.season(found.seasons[-1])))
    return page


def _cell(each: Range | None, words: Wording) -> str:
    return "-" if each is None else f"{_short(each.median)} ({words('forecast.range', low=_short(each.low), high=_short(each.high))})"


def _short(value: float) -> str:
    """Return a dial in at most three letters.

    Example:
        >>> _short(9.97), _short(0.04), _short(4.26)
        ('10', '0', '4.3')
    """
    return f"{value:.1f}".removesuffix(".0") if abs(value) > 9.9 or abs(value) < 0.05 else f"{value:.1f}"  # noqa: PLR2004


def boards(found: Forecast, words: Wording) -> Page:
    """Return the boards at the end of what is looked at."""
    page = Page().heading(words("forecast.boards", season=words.season(found.seasons[-1])))
    for name, by_season in found.outlook.boards.items():
        page.row(flush_left(board_name(name, words), NAME + NOW) + _spread(name, by_season[-1], words))
    return page.text(words("forecast.boards_whole" if found.whole else "forecast.boards_ahead"))


def board_name(name: str, words: Wording) -> str:
    """Return a board's name, with its seat where it is one seat's own."""
    kind, _, seat = name.partition(".")
    return words("forecast.own", seat=words.seat(seat)) if seat else words.board(kind)


def _spread(name: str, each: Range, words: Wording) -> str:
    digits = _digits(name)
    low, lower, median, upper, high = (f"{value:.{digits}f}" for value in (each.low, each.lower, each.median, each.upper, each.high))
    half, most = words("forecast.range", low=lower, high=upper), words("forecast.range", low=low, high=high)
    return f"{median:>8}" + flush_right(half, SPREAD) + flush_right(most, SPREAD)


def _digits(name: str) -> int:
    return 3 if name == "war_risk" else 2 if name.startswith("own.") else 1


def instead(found: Forecast, words: Wording) -> Page:
    """Return what sending a sheet changes; nothing where none was asked about."""
    page, change = Page(), found.instead
    if change is None:
        return page
    page.heading(words("forecast.instead"))
    for seat, sheet in change.sheet.items():
        page.item(words("forecast.sheets", seat=words.seat(seat), sheet=_orders(sheet, change.against[seat])))
        other = _orders(change.against[seat], sheet)
        page.item(words("forecast.unlike", sheet=other) if other else words("forecast.same_sheet"))
    page.text(words("forecast.paired", season=words.season(found.seasons[-1])))
    unclear: list[str] = []
    parts: list[tuple[str, Mapping[str, Sequence[Shift | None]]]] = [("board", change.boards), ("chance", change.chances), ("dial", change.dials)]
    for kind, rows in parts:
        last = {name: by_season[-1] for name, by_season in rows.items()}
        clear = {name: each for name, each in last.items() if each and abs(each.mean) > CLEAR * each.error}
        unclear += [_label(name, kind, words) for name, each in last.items() if each and name not in clear and _matters(name, kind)]
        largest = sorted(clear, key=lambda name: -abs(clear[name].mean))
        told = largest[:MOST_SHIFTS] if kind == "dial" else list(clear)
        for name in told:
            page.row(flush_left(_label(name, kind, words), NAME + NOW + 8) + _shifted(clear[name], kind, name, words))
        smaller = [_label(name, kind, words) for name in clear if name not in told]
        if smaller:
            page.row(words("forecast.smaller", names=words.listed(smaller)))
    return page.text(words("forecast.unclear", names=words.listed(unclear))) if unclear else page


def _matters(name: str, kind: str) -> bool:
    """Say whether it is worth a word that something does not clearly differ."""
    return kind == "board" or (kind == "chance" and name in KINDS)


def _orders(sheet: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Return the orders of a sheet that another one has not."""
    return " ".join(f"{lever}={setting}" for lever, setting in sheet.items() if other[lever] != setting)


def _label(name: str, kind: str, words: Wording) -> str:
    if kind == "board":
        return board_name(name, words)
    return words.short_dial(name) if kind == "dial" else words("forecast.chance_line", name=event_name(name, words))


def _shifted(last: Shift, kind: str, name: str, words: Wording) -> str:
    if kind == "chance":
        return f"{100 * last.mean:>+7.1f} ±{100 * last.error:.1f}"
    digits = _digits(name) if kind == "board" else 2
    mean, error = f"{last.mean:+.{digits}f}", f"±{last.error:.{digits}f}"
    spread = words("forecast.range", low=f"{last.spread.low:+.{digits}f}", high=f"{last.spread.high:+.{digits}f}")
    return f"{mean:>7} {error:<7}" + flush_right(spread, SPREAD)


def detail(found: Forecast, words: Wording, name: str) -> Page:
    """Return one dial or board season by season.

    Args:
        found: The forecast.
        words: The words of a language.
        name: A name of the outlook's dials or boards.
    """
    dial = name in found.outlook.dials
    rows: Sequence[Range | None] = found.outlook.dials[name] if dial else found.outlook.boards[name]
    page = Page().heading(words("forecast.detail", name=words.dial(name) if dial else board_name(name, words)))
    if dial:
        page.row(flush_left(words("forecast.now"), NAME + NOW) + f"{found.now[name].value:>8.1f}")
    for season, each in zip(found.seasons, rows, strict=True):
        page.row(flush_left(words.season(season), NAME + NOW) + (words("forecast.nobody") if each is None else _spread(name, each, words)))
    return page


def adviser_page(found: Mapping[str, Forecast], words: Wording, titles: Mapping[str, str]) -> Page:
    """Return what advisers expect of the sheets they recommend, each under its own lens, in a few lines each."""
    page = Page().heading(words("forecast.advisers"))
    for name, each in found.items():
        change, outlook, last = each.instead, each.outlook, words.season(each.seasons[-1])
        assert change is not None
        sheet = _orders(change.sheet[each.seat], change.against[each.seat]) or words("advice.same")
        page.text(words("forecast.adviser", name=name, title=titles[name], sheet=sheet))
        events = {kind: f"{100 * outlook.chances[kind][-1].value:.0f} ±{100 * outlook.chances[kind][-1].error:.1f}" for kind in KINDS}
        page.item(words("forecast.adviser_line", season=last, **events))
        own, shift = outlook.boards[f"own.{each.seat}"][-1], change.boards[f"own.{each.seat}"][-1]
        spread = {"median": f"{own.median:+.2f}", "low": f"{own.low:+.2f}", "high": f"{own.high:+.2f}"}
        page.item(words("forecast.adviser_own", **spread, shift=f"{shift.mean:+.2f}", error=f"{shift.error:.2f}"))
    return page.text(_sure(next(iter(found.values())), words))
