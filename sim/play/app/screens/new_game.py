"""The form of a new game: scenario, seat, lens, level, fog, length and seed, each with what it means."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from sim.documents.errors import DocumentError
from sim.documents.lens import read_lens
from sim.play.app.keys import key
from sim.play.app.screens.base import BaseScreen
from sim.play.app.widgets.page_text import PageText
from sim.play.app.widgets.pick_list import PickList
from sim.play.opening import FIRST_LENS, Choices, some_seed
from sim.play.options import NOBODY, Options
from sim.play.seen.choices import choice_page, lens_line, level_line, scenario_order
from sim.report.console import cleaned
from sim.report.page import Page, wrap
from sim.rollout.session import HIDDEN, program_of

FIELDS = ("scenario", "seat", "lens", "level", "fog", "length", "seed")
TYPED = ("lens", "length", "seed")  # fields that take what is typed, too
SEASONS = range(4, 21)


class NewGame(BaseScreen):
    """Fields on the left, the choices of one in the middle, what the choice means below."""

    place = "new_game"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("new_game.begin", "b,ctrl+s", "begin"),
        key("new_game.next", "right", "enter_choices", show=False),
        key("new_game.previous", "left", "leave_choices", show=False),
        key("new_game.back", "escape", "back"),
    ]
    CSS = """
    NewGame #fields { width: 34; height: 1fr; }
    NewGame #right { width: 1fr; height: 1fr; }
    NewGame #choices { height: auto; max-height: 10; width: 1fr; }
    NewGame #about { height: 1fr; width: 1fr; }
    NewGame #typed { display: none; }
    NewGame #typed.-shown { display: block; }
    NewGame #problem { color: $bad; height: auto; padding: 0 1; }
    """

    def __init__(self, options: Options) -> None:
        """Begin with what is settled already; the rest as the scenario and the rulebook have it."""
        super().__init__()
        self.given = options
        self.chosen: dict[str, str] = {}
        self.touched: set[str] = set()

    def body(self) -> ComposeResult:
        """Lay out fields, choices and explanation."""
        with Horizontal():
            yield PickList(id="fields", classes="panel")
            with Vertical(id="right"):
                yield PickList(id="choices", classes="panel")
                yield Input(id="typed")
                yield Static(id="problem", markup=False)
                with VerticalScroll(id="about", classes="panel"):
                    yield PageText(id="page")

    def on_mount(self) -> None:
        """Fill the form in."""
        given, library = self.given, self.peninsula.library
        self.chosen = {
            "scenario": given.scenario or next(name for name in scenario_order(library) if not library.scenario(name).tutorial),
            "seat": (given.seat or "ROK").upper() if (given.seat or "").lower() != NOBODY else NOBODY,
            "lens": given.lens or FIRST_LENS,
            "seed": str(some_seed() if given.rng_seed is None else given.rng_seed),
        }
        settled = {"level": given.level, "length": given.length, "fog": None if given.fog is None else "on" if given.fog else "off"}
        for field, value in settled.items():
            if value is not None:
                self.chosen[field] = str(value)
                self.touched.add(field)
        self._follow_scenario()
        self.query_one("#fields").focus()

    def _follow_scenario(self) -> None:
        """Set what the scenario and the lens would have, where nobody has chosen otherwise."""
        library = self.peninsula.library
        scenario, choice = library.scenario(self.chosen["scenario"]), program_of(library).book.choice
        usual = {"level": choice.level_for(self.chosen["lens"]), "length": str(scenario.length), "fog": "on" if scenario.fog else "off"}
        self.chosen.update({field: value for field, value in usual.items() if field not in self.touched})

    # --- what is shown

    def fill(self) -> None:
        """Show the fields with what is chosen."""
        if not self.chosen:
            return
        fields = self.query_one("#fields", OptionList)
        fields.border_title = self.say("title")
        kept = fields.highlighted or 0
        with self.prevent(OptionList.OptionHighlighted):
            width = _room(fields)
            named = {field: listed("  ", self._named(field), width) for field in FIELDS}
            fields.set_options([Option(f"{self.say(f'fields.{field}')}\n{named[field]}", id=field) for field in FIELDS])
            fields.highlighted = kept
        self._show_field()

    def resized(self) -> None:
        """Wrap the lists to their columns anew."""
        self.fill()

    def _named(self, field: str) -> str:
        value = self.chosen[field]
        if field == "scenario":
            return self.peninsula.library.headline(value, self.words.lang).title
        if field == "seat":
            return self.words("screens.new_game.watch") if value == NOBODY else f"{self.words.seat(value)} ({value})"
        if field == "level":
            return self.words.labels.label("levels", value)
        return self.say(f"fog.{value}") if field == "fog" else value

    @property
    def field(self) -> str:
        """The field under the cursor."""
        return FIELDS[self.query_one("#fields", OptionList).highlighted or 0]

    def _show_field(self) -> None:
        field, choices, typed = self.field, self.query_one("#choices", OptionList), self.query_one("#typed", Input)
        choices.border_title = self.say(f"fields.{field}")
        values = self._values(field)
        choices.display = bool(values)
        with self.prevent(OptionList.OptionHighlighted):
            width = _room(choices)
            marks = {value: "● " if value == self.chosen[field] else "  " for value in values}
            choices.set_options([Option(listed(marks[value], text, width), id=value) for value, text in values.items()])
            choices.highlighted = list(values).index(self.chosen[field]) if self.chosen[field] in values else None
        typed.set_class(field in TYPED, "-shown")
        if field in TYPED and not typed.has_focus:
            typed.placeholder = self.say(f"typed.{field}")
            with self.prevent(Input.Changed):
                typed.value = self.chosen[field]
        self._show_about(self.chosen[field])

    def _values(self, field: str) -> dict[str, str]:
        """Return the choices of a field: how each is listed, by its value."""
        library, words = self.peninsula.library, self.words
        match field:
            case "scenario":
                return {name: library.headline(name, self.words.lang).title for name in scenario_order(library)}
            case "seat":
                seats = {seat: f"{words.seat(seat)} ({seat})" for seat in program_of(library).layout.seats}
                return {**seats, NOBODY: self.say("watch")}
            case "lens":
                return {name: f"{name}: {lens_line(words, library, name)}" for name in [*library.lens_names(), HIDDEN]}
            case "level":
                levels = program_of(library).book.choice.levels
                return {level: f"{words.labels.label('levels', level)}: {level_line(words, level)}" for level in levels}
            case "fog":
                return {value: self.say(f"fog.{value}") for value in ("on", "off")}
        return {}

    def _show_about(self, value: str) -> None:
        page = choice_page(self.words, self.peninsula.library, self.field, value, self.chosen["scenario"])
        page = page or Page().text(self.say(f"about.{self.field}"))
        self.query_one("#page", PageText).show(page)
        self.query_one("#about").scroll_home(animate=False)

    # --- what is done

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show another field, or what another choice means."""
        if event.option_list.id == "fields":
            self._show_field()
        elif event.option_id:
            self._show_about(event.option_id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go from a field to its choices; choose."""
        if event.option_list.id == "fields":
            self.action_enter_choices()
        else:
            self._choose(str(event.option_id))
            self.query_one("#fields").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed, if it is anything."""
        if self._took(event.value):
            self.query_one("#fields").focus()

    def _took(self, typed: str) -> bool:
        """Take a typed value for the field, or say what is wrong with it."""
        value = cleaned(typed).replace(" ", "")
        problem = self._wrong_with(self.field, value)
        self.query_one("#problem", Static).update(problem)
        if not problem:
            self._choose(value)
        return not problem

    def _wrong_with(self, field: str, value: str) -> str:
        """Return what is wrong with a typed value, or an empty text."""
        if field == "lens" and value != HIDDEN:
            try:
                read_lens(self.peninsula.library, value)
            except DocumentError as failure:
                return self.words.said(str(failure))
        if field in ("length", "seed"):
            fine = value.isascii() and value.isdigit() and len(value) < 19 and (field == "seed" or int(value) in SEASONS)
            return "" if fine else self.say(f"wrong.{field}", value=value[:30], least=SEASONS[0], most=SEASONS[-1])
        return ""

    def _choose(self, value: str) -> None:
        self.chosen[self.field] = value
        self.touched.add(self.field)
        self._follow_scenario()
        self.fill()

    def action_enter_choices(self) -> None:
        """Go to the choices of the field, or to where it is typed."""
        self.query_one("#typed" if self.field in ("length", "seed") else "#choices").focus()

    def action_leave_choices(self) -> None:
        """Go back to the fields."""
        self.query_one("#fields").focus()

    def action_begin(self) -> None:
        """Begin the game; what has been typed and not yet sent with Enter counts, too."""
        typed = self.query_one("#typed", Input)
        if typed.has_class("-shown") and typed.value != self.chosen[self.field] and not self._took(typed.value):
            return
        chosen = self.chosen
        seat = "" if chosen["seat"] == NOBODY else chosen["seat"]
        choices = Choices(
            chosen["scenario"], seat, chosen["lens"], chosen["level"], int(chosen["length"]), chosen["fog"] == "on", int(chosen["seed"])
        )
        self.peninsula.begin_game(choices)

    def action_back(self) -> None:
        """Go back: from typing to the fields, from there to the start."""
        if self.query_one("#fields").has_focus:
            self.app.pop_screen()
        else:
            self.query_one("#fields").focus()


def _room(options: OptionList) -> int:
    """Return the columns of an option; plenty before the list has been laid out."""
    width = options.scrollable_content_region.width
    return width - 3 if width > 3 else 200  # beside a scrollbar, which may come


def listed(mark: str, text: str, width: int) -> str:
    """Return an entry of a list behind its mark, wrapped to a width; lines after the first hang.

    Example:
        >>> print(listed("● ", "pool: the mean of five", 16))
        ● pool: the mean
            of five
    """
    lines = wrap(text, max(12, width - len(mark)), 0, 2)
    return "\n".join((mark if not place else " " * len(mark)) + line for place, line in enumerate(lines))
