"""What every screen has: its words, its key bar, its fit to the terminal. Light: the first picture waits for this file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from sim.play.app.widgets.keybar import KeyBar
from sim.text.wording import SCREENS, Words

if TYPE_CHECKING:
    from sim.play.app.app import Peninsula

SMALLEST = (80, 24)
WIDE = 116
HUGE = 170


class BaseScreen(Screen[None]):
    """A screen with words and a key bar, laid out anew at every size.

    Attributes:
        place: Its id: the file of its words in ``sim/text/<lang>/screens/``, and, for a place of the game, its name in `places`.
    """

    place: ClassVar[str] = ""
    DEFAULT_CSS = """
    BaseScreen { background: $background; color: $foreground; }
    """

    def __init__(self) -> None:
        """Begin with nothing shown."""
        super().__init__()
        self._composed, self._fitted, self._filled = False, Size(0, 0), -1
        self._kept_focus: Widget | None = None

    @property
    def peninsula(self) -> Peninsula:
        """The app, by its own type."""
        return cast("Peninsula", self.app)

    @property
    def words(self) -> Words:
        """All words."""
        return self.peninsula.words

    def say(self, name: str, /, **slots: object) -> str:
        """Return a sentence of this screen's own file of words."""
        return self.words(f"{SCREENS}.{self.place}.{name}", **slots)

    def compose(self) -> ComposeResult:
        """Lay out head, body and foot; a terminal that is too small sees one line instead."""
        yield from self.head()
        with Container(id="body"):
            yield from self.body()
        yield from self.foot()
        yield Static(id="too-small", markup=False)

    def head(self) -> Iterable[Widget]:
        """Return what stands above the body."""
        return ()

    def body(self) -> ComposeResult:
        """Lay out what the screen is for."""
        yield from ()

    def foot(self) -> Iterable[Widget]:
        """Return what stands below the body."""
        yield KeyBar()

    def on_mount(self) -> None:
        """Fit and fill; every part has been composed by now.

        Textual calls this after the `on_mount` of a screen's own class, which therefore does not call it.
        """
        self._composed = True
        self.fit()
        self.refill()

    def on_resize(self) -> None:
        """Fit the new size."""
        self.fit()

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was over this one."""
        if self.there:
            self.fit()
            self._mind_focus()
            self.refill()

    @property
    def there(self) -> bool:
        """Whether the screen is still one of those that are shown or waited under others; one put away gets events for a moment more."""
        return self._composed and self in self.app.screen_stack

    def refill(self) -> None:
        """Fill, unless that was done since anything last changed."""
        if self._filled != self.peninsula.changes:
            self._filled = self.peninsula.changes
            self.fill()

    def fill(self) -> None:
        """Show where things stand; called when the screen is shown and after every line that was obeyed. Cheap, and safe to repeat."""

    def fit(self) -> None:
        """Choose the layout: too small, narrow, wide or huge; the style sheets speak of these classes."""
        if not self.there or self._fitted == self.app.size:
            return
        self._fitted = self.app.size
        width, height = self.app.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "-too-small")
        self.set_class(width < WIDE, "-narrow")
        self.set_class(width >= WIDE, "-wide")
        self.set_class(width >= HUGE, "-huge")
        if small:
            wide, high = SMALLEST
            text = self.words(f"{SCREENS}.app.too_small", width=width, height=height, wide=wide, high=high)
            self.query_one("#too-small", Static).update(text)
        self._mind_focus()
        self.call_after_refresh(self.resized)

    def _mind_focus(self) -> None:
        """Take the focus from parts that are hidden because the terminal is too small, and give it back."""
        if self.has_class("-too-small"):
            self._kept_focus = self.focused or self._kept_focus
            self.set_focus(None)
        elif self._kept_focus is not None:
            self.set_focus(self._kept_focus if self._kept_focus.is_attached else None)
            self._kept_focus = None

    def resized(self) -> None:
        """Do what the style sheet cannot, once the screen is laid out at a new size, such as wrapping by hand."""


class Dialog(BaseScreen):
    """A question over the screen below, which stays in sight; its keys are the only ones."""

    DEFAULT_CSS = """
    Dialog { background: $background 60%; align: center middle; }
    """

    def compose(self) -> ComposeResult:
        """Lay the parts straight on the screen: a container would cover what lies below."""
        yield from self.body()
        yield from self.foot()
        yield Static(id="too-small", markup=False)
