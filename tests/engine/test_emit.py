"""From expressions to Python: emitted code equals an evaluator that knows nothing of it, and says what no Python may say."""

import ast
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.documents.errors import DocumentErrors
from sim.engine.expression import ExpressionError, parse
from sim.engine.kernel import numerics
from sim.engine.program import Program, build_program
from sim.engine.scope import Scope

DIALS = ("hope", "trust", "tension", "stress")
SETTINGS = {"US.dip": ("precondition", "open", "talk", "summit"), "DPRK.south": ("cut", "cool", "receive")}
WORLD = {"hope": 3.25, "trust": 0.0, "tension": 10.0, "stress": 1 / 3, "US.dip": 2, "DPRK.south": 0}
FUNCTIONS = {name: getattr(numerics, name) for name in ("lower", "higher", "positive", "clip", "step", "exp_", "log_")}

# how tightly each kind of expression binds; a looser one is put in brackets where a tighter one is meant
EITHER, BOTH, NOT, COMPARED, SUM, PRODUCT, UNARY, ATOM = range(8)


@dataclass(frozen=True)
class Written:
    """An expression as text, how tightly it binds, and its value, computed without parsing."""

    text: str
    tight: int
    value: float | bool

    def within(self, tight: int) -> str:
        return self.text if self.tight >= tight else f"({self.text})"


def literal(number: float) -> Written:
    return Written(f"{number:.3f}", ATOM, float(f"{number:.3f}"))


def named(name: str) -> Written:
    return Written(name, ATOM, WORLD[name])


def infix(operator: str, tight: int, work: Callable[[float, float], float]) -> Callable[[Written, Written], Written]:
    def join(left: Written, right: Written) -> Written:
        return Written(f"{left.within(tight)} {operator} {right.within(tight + 1)}", tight, work(left.value, right.value))

    return join


def call(name: str, work: Callable[..., float]) -> Callable[..., Written]:
    return lambda *each: Written(f"{name}({', '.join(part.text for part in each)})", ATOM, work(*(part.value for part in each)))


def negative(inner: Written) -> Written:
    return Written(f"-{inner.within(ATOM)}", UNARY, -inner.value)


def divided(inner: Written, divisor: float) -> Written:
    return Written(f"{inner.within(PRODUCT)} / {divisor}", PRODUCT, inner.value / divisor)


def bounded(inner: Written, low: float, span: float) -> Written:
    low, high = float(f"{low:.2f}"), float(f"{low + span:.2f}")
    return Written(f"clip({inner.text}, {Written(str(low), UNARY, low).text}, {high})", ATOM, numerics.clip(inner.value, low, high))


def denied(inner: Written) -> Written:
    return Written(f"not {inner.within(COMPARED)}", NOT, not inner.value)


def counted(inner: Written) -> Written:
    return Written(f"[{inner.text}]", ATOM, 1.0 if inner.value else 0.0)


def setting(lever: str, operator: str, place: int) -> Written:
    names = SETTINGS[lever]
    compared = {"<=": WORLD[lever] <= place, "==": WORLD[lever] == place, ">": WORLD[lever] > place}[operator]
    return Written(f"{lever} {operator} {names[place]}", COMPARED, compared)


CONDITIONS = {"<=": lambda x, y: x <= y, ">": lambda x, y: x > y, "==": lambda x, y: x == y, "!=": lambda x, y: x != y}
LEAVES = st.one_of(st.floats(0, 20).map(literal), st.sampled_from(DIALS).map(named))
LEVERS = st.builds(setting, st.sampled_from(sorted(SETTINGS)), st.sampled_from(["<=", "==", ">"]), st.integers(0, 2))


def larger(inner: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    compared = st.one_of(
        LEVERS,
        *(
            st.builds(lambda a, b, o=o, f=f: Written(f"{a.within(SUM)} {o} {b.within(SUM)}", COMPARED, f(a.value, b.value)), inner, inner)
            for o, f in CONDITIONS.items()
        ),
    )
    conditions = st.one_of(
        compared,
        compared.map(denied),
        st.builds(infix("and", BOTH, lambda x, y: x and y), compared, compared),
        st.builds(infix("or", EITHER, lambda x, y: x or y), compared, compared),
    )
    return st.one_of(
        st.builds(infix("+", SUM, lambda x, y: x + y), inner, inner),
        st.builds(infix("-", SUM, lambda x, y: x - y), inner, inner),
        st.builds(infix("*", PRODUCT, lambda x, y: x * y), inner, inner),
        st.builds(divided, inner, st.sampled_from([2.0, 3.0, 0.7])),
        st.builds(negative, inner),
        st.builds(call("min", min), inner, inner),
        st.builds(call("max", max), inner, inner),
        st.builds(call("pos", lambda x: x if x > 0 else 0.0), inner),
        st.builds(call("step", lambda x: float(x >= 0)), inner),
        st.builds(call("exp", numerics.exp_), inner),
        st.builds(call("log", numerics.log_), inner),
        st.builds(bounded, inner, st.floats(0, 3), st.floats(0, 5)),
        conditions.map(counted),
    )


EXPRESSIONS = st.recursive(LEAVES, larger, max_leaves=12).filter(lambda each: len(each.text) <= 600 and abs(each.value) < 1e200)


def scope_of(program: Program, *, after: bool = True) -> Scope:
    return Scope(program.book, program.layout, after_orders=after)


def run_emitted(program: Program, text: str) -> float:
    """Run the emitted Python of an expression in the world above."""
    scope = scope_of(program)
    code = scope.number(parse(text))
    layout = program.layout
    s, o = [0.0] * len(layout.state), [0] * len(layout.levers)
    for name, value in WORLD.items():
        (o if name in layout.levers else s)[layout.index[name]] = value
    names = {local: eval(load, {"s": s, "o": o}) for local, load in scope.loads.items()}  # noqa: S307
    return eval(code, {"__builtins__": {}, **FUNCTIONS, **names})  # noqa: S307


def test_emitted_code_equals_an_independent_evaluator(program):
    @settings(max_examples=400)
    @given(EXPRESSIONS)
    def holds(written: Written) -> None:
        assert run_emitted(program, written.text) == written.value

    holds()


@pytest.mark.parametrize(
    ("text", "value"),
    [("gravity(DPRK.test)", 0.0), ("2 * [US.dip >= talk]", 2.0), ("hope / 2 - trust", 1.625), ("bound(US.mil) + missed(US)", 0.0)],
)
def test_tables_settings_and_predicates(program, text, value):
    scope = scope_of(program)
    code = scope.number(parse(text))
    layout, run = program.layout, program.run
    arrays = {"s": [0.0] * len(layout.state), "o": [0] * len(layout.levers), "b": [0.0] * run.N_BOUNDS}
    arrays["s"][layout.index["hope"]] = 3.25
    arrays["o"][layout.lever("US.dip")] = 2
    names = {local: eval(load, arrays) for local, load in scope.loads.items()}  # noqa: S307
    tables = {name: getattr(run, name) for name in dir(run) if name.startswith("T_")}
    assert eval(code, {"__builtins__": {}, **FUNCTIONS, **tables, **names}) == value  # noqa: S307


@pytest.mark.parametrize(
    ("text", "column", "says", "hint"),
    [
        ("hope * tensoin", 7, '"tensoin" is unknown', 'did you mean "tension"?'),
        ("1 - next.hpoe", 4, '"next.hpoe": no such dial', 'did you mean "hope"?'),
        ("[US.dip == opne]", 11, '"opne" is no setting of US.dip', 'did you mean "open"?'),
        ("[US.dip == 1]", 11, "compared with one of its settings", "settings: precondition"),
        ("hope + US.dip", 7, "is a lever", "settings: precondition"),
        ("gravty(DPRK.test)", 0, "is no function or table", 'did you mean "gravity"?'),
        ("gravity(US.dip)", 8, "the table gravity is of DPRK.test", 'write "gravity(DPRK.test)"'),
        ("bound(US.dpi)", 6, "bound() does not know", 'did you mean "US.dip"?'),
        ("missed(USA)", 7, "missed() does not know", 'did you mean "US"?'),
        ("in_force(standstil)", 9, "in_force() does not know", 'did you mean "standstill"?'),
        ("hope / trust", 5, "only a number other than 0 may divide", "write the divisor as a number"),
        ("hope / 0", 5, "only a number other than 0 may divide", ""),
        ("hope / (1 + 1)", 5, "only a number other than 0 may divide", ""),
        ("1 + (hope > 2)", 10, "a condition stands where a number is meant", "put it in [ ]"),
        ("US.__class__", 0, "is unknown", ""),
        ("__import__(hope)", 0, "is no function or table", ""),
        ("eval(hope)", 0, "is no function or table", ""),
        ("T_gravity", 0, "is unknown", ""),
    ],
)
def test_wrong_names_point_at_their_column_with_the_nearest(program, text, column, says, hint):
    with pytest.raises(ExpressionError) as caught:
        scope_of(program).number(parse(text))
    assert says in caught.value.message
    assert caught.value.column == column
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", ["talk", "next.hope", "breaks(US)", "exercise"])
def test_what_the_reveal_brings_is_unknown_before_it(program, text):
    with pytest.raises(ExpressionError, match="after the reveal"):
        scope_of(program, after=False).number(parse(text))
    assert scope_of(program).number(parse(text))


HARMLESS = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Constant, ast.Name, ast.Call, ast.Subscript)
HARMLESS += (ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context)
PIECES = [
    "hope",
    "US.dip",
    "open",
    "1.5",
    "k_press",
    "talk",
    "next.trust",
    "bound(US.sanc)",
    "exp(",
    "clip(",
    ")",
    "[",
    "]",
    "+",
    "*",
    "/ 2",
    ">=",
    "and ",
    "not ",
    "(",
    ",",
    "-",
]


def test_emitted_code_holds_arithmetic_only(program):
    known = set(dir(program.run)) | {"floor"}

    @settings(max_examples=300)
    @given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
    def holds(text: str) -> None:
        scope = scope_of(program)
        try:
            code = scope.number(parse(text))
        except ExpressionError:
            return
        for node in ast.walk(ast.parse(code, mode="eval")):
            assert isinstance(node, HARMLESS)
            if isinstance(node, ast.Call):
                assert isinstance(node.func, ast.Name)
                assert node.func.id in known

    holds()


def with_term(book, dial: str, term: str, text: str):
    """Return the rulebook with one term of a dial's change rewritten."""
    changed = book.dials[dial].change | {term: book.dials[dial].change[term].model_copy(update={"add": text})}
    dials = book.dials | {dial: book.dials[dial].model_copy(update={"change": changed})}
    return book.model_copy(update={"dials": dials})


def failure_of(book, sources) -> str:
    with pytest.raises(DocumentErrors) as caught:
        build_program(book, sources, ())
    return str(caught.value)


def test_a_misspelt_name_is_an_error_with_file_line_and_nearest(book, sources):
    said = failure_of(with_term(book, "hope", "table", "tlak"), sources)
    line = next(number for number, row in enumerate(sources.document(("dials",)).text.splitlines(), 1) if row.strip().startswith("table: {add"))
    assert f"dials.yaml:{line}: dials.hope.change.table.add" in said
    assert 'did you mean "talk"?' in said


def test_a_cycle_is_an_error_with_its_path(book, sources):
    cyclic = with_term(with_term(book, "hope", "table", "next.trust"), "trust", "table", "next.hope")
    assert "next.hope → next.trust → next.hope" in failure_of(cyclic, sources)


def test_a_dial_may_not_wait_for_itself(book, sources):
    assert "next.hope → next.hope" in failure_of(with_term(book, "hope", "table", "next.hope"), sources)


def test_the_compiler_orders_new_values_by_dependency(book, sources):
    changed = with_term(book, "un_sanctions", "relief", "0.001 * next.tension")
    source = build_program(changed, sources, ()).source
    body = source[source.index("def transition") :]
    assert body.index("next_tension = ") < body.index("next_un_sanctions = ")


def test_lens_and_start_values_do_not_recompile(book, sources, program):
    richer = book.model_copy(update={"dials": book.dials | {"hope": book.dials["hope"].model_copy(update={"start": 9.0})}})
    assert build_program(richer, sources, ()).source == build_program(book, sources, ()).source
    changed = with_term(book, "hope", "table", "0.9 * talk")
    assert build_program(changed, sources, ()).digest != build_program(book, sources, ()).digest
