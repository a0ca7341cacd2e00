"""The command `peninsula`. Each subcommand imports what it needs when it runs, so that `--help` stays light."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sim.documents.library import Library
    from sim.rollout.session import Session

DONE, NOT_SO, USAGE, INTERRUPTED = 0, 1, 2, 130


def main() -> None:
    """Run the command; every failure ends with one clear line and the right exit code."""
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as ending:
        code = ending.exit_code
    except click.Abort:
        code = _say("interrupted", INTERRUPTED)
    except click.ClickException as failure:
        code = _say(failure.format_message(), USAGE)
    except KeyboardInterrupt:
        code = _say("interrupted", INTERRUPTED)
    except BrokenPipeError:
        _close_pipe()
        code = DONE
    except OSError as failure:
        code = _say(f"{failure.filename or 'output'}: {failure.strerror or failure}", NOT_SO)
    sys.exit(code if isinstance(code, int) else DONE)


def _say(message: str, code: int) -> int:
    print(f"peninsula: {message}", file=sys.stderr)
    return code


def _close_pipe() -> None:
    """Leave quietly when whoever read the output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def documents(work: Callable[..., Any]) -> Callable[..., Any]:
    """Turn document errors and refusals of a subcommand into one clear message and exit code 1, or 2 where a name was mistyped."""
    from functools import wraps

    @wraps(work)
    def told(*args: Any, **options: Any) -> Any:
        from sim.documents.errors import DocumentError, DocumentErrors

        try:
            return work(*args, **options)
        except DocumentError as failure:
            raise click.exceptions.Exit(_say(str(failure), NOT_SO if failure.file else USAGE)) from None
        except DocumentErrors as failures:
            raise click.exceptions.Exit(_say(str(failures), NOT_SO)) from None
        except BrokenPipeError:  # click would make it an error
            _close_pipe()
            raise click.exceptions.Exit(DONE) from None

    return told


def _language(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return a language that was typed; looked up when one is given, so that `--help` stays light."""
    from sim.text.catalogue import languages

    if value is not None and value not in languages():
        raise click.BadParameter(f'"{value}" is no language of this program; known: {", ".join(languages())}')
    return value


lang_option = click.option("--lang", callback=_language, metavar="LANGUAGE", help="Language of the game, such as ko; else that of your settings.")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="peninsula")
@lang_option
@click.pass_context
def cli(context: click.Context, lang: str | None = None) -> None:
    """A diplomacy simulation of the Korean Peninsula, drawn from the arguments of five op-eds.

    Explores arguments; predicts nothing. Alone, it opens the game. Example: peninsula play 2020-pandemic --as ROK
    """
    if context.invoked_subcommand is None:
        context.invoke(play, lang=lang)
    elif lang is not None:
        context.default_map = {"play": {"lang": lang}}


def library(path: Path | None = None) -> Library:
    """Return the library, with a person's own documents over what is shipped."""
    from sim.documents.library import Library

    return Library(path)


path_option = click.option(
    "--path", type=click.Path(path_type=Path, file_okay=False, exists=True), help="A folder with your own scenarios/ and seeds/."
)
seed_option = click.option("--rng-seed", type=click.IntRange(0, 2**63 - 1), help="Seed of all draws.")
length_option = click.option("--length", type=click.IntRange(4, 20), help="Seasons.")
lens_option = click.option("--lens", help="harmony, pool, contrast, a mix such as harmony=0.7,alliance=0.3, or hidden.")
fog_option = click.option("--fog/--no-fog", default=None, help="Others' private dials as estimates, or as they are; by default as the scenario says.")
level_option = click.option("--level", type=click.Choice(["novice", "standard", "expert"]), help="How well AI seats play.")


@cli.command()
@click.argument("scenario", required=False)
@click.option("--as", "seat", type=click.Choice(["US", "ROK", "DPRK", "CHN", "none"], case_sensitive=False), help="Your seat; none watches.")
@lens_option
@level_option
@length_option
@fog_option
@seed_option
@click.option("--plain", is_flag=True, help="Linear prompts instead of screens, as in a pipe and on a dumb terminal.")
@click.option("--load", "file", type=click.Path(path_type=Path), help="Go on with a saved game.")
@lang_option
@path_option
@documents
def play(
    scenario: str | None = None,
    seat: str | None = None,
    lens: str | None = None,
    level: str | None = None,
    length: int | None = None,
    fog: bool | None = None,
    rng_seed: int | None = None,
    plain: bool = False,
    file: Path | None = None,
    lang: str | None = None,
    path: Path | None = None,
) -> None:
    """Play a game. Example: peninsula play 2020-pandemic --as ROK --lens hidden."""
    from sim.play.options import Options

    options = Options(scenario=scenario, seat=seat, lens=lens, level=level, length=length, fog=fog, rng_seed=rng_seed, file=file, lang=lang)
    if plain or not _at_a_terminal():
        from sim.play.plain.game import play_plain

        raise click.exceptions.Exit(play_plain(options, library(path)))
    from sim.play.app import play_on_screen

    raise click.exceptions.Exit(play_on_screen(options, path))


def _at_a_terminal() -> bool:
    """Say whether somebody sits at a terminal that screens can be drawn on."""
    streams = (sys.stdin, sys.stdout, sys.stderr)  # Textual draws on standard error
    return all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM", "") not in ("", "dumb")


@cli.command()
@click.argument("scenario")
@lens_option
@level_option
@length_option
@seed_option
@click.option("--agent", "agents", multiple=True, metavar="SEAT=NAME", help="payoff, planner, random or script:POLICY; US+ROK=... for two seats.")
@click.option("--record", "record", type=click.Path(path_type=Path), help="Write the game's record here.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable document.")
@path_option
@documents
def run(
    scenario: str,
    lens: str | None,
    level: str | None,
    length: int | None,
    rng_seed: int | None,
    agents: tuple[str, ...],
    record: Path | None,
    as_json: bool,
    path: Path | None,
) -> None:
    """Run one game of AI seats. Example: peninsula run 2020-pandemic --lens harmony --agent US=script:waiting."""
    from sim.report.run import run_json, run_text
    from sim.rollout.records import save
    from sim.rollout.session import advance, new_session

    session = new_session(
        scenario,
        seats=_agents(agents),
        lens=lens or "pool",
        level=level,
        length=length,
        rng_seed=rng_seed or 0,
        library=library(path),
    )
    if session.game.persons():
        raise click.UsageError("run has no persons; use play")
    _tell_wait(session)
    while not session.game.over:
        advance(session)
    if record:
        save(session, record)
    click.echo(run_json(session) if as_json else run_text(session))


def _tell_wait(session: Session) -> None:
    """Tell whoever asked why planners will keep them waiting."""
    from sim.rollout.planned import wait_for_planners

    line = wait_for_planners(session.game)
    if line:
        print(line, file=sys.stderr)


def _agents(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        seats, equals, name = pair.partition("=")
        if not equals:
            raise click.UsageError(f'--agent takes SEAT=NAME, not "{pair}"')
        found.update({seat: name for seat in seats.split("+")})
    return found


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", "check", is_flag=True, help="Recompute every AI choice and name the first difference.")
@click.option("--changed", is_flag=True, help="Replay although documents have changed since.")
@path_option
@documents
def replay(file: Path, check: bool, changed: bool, path: Path | None) -> None:
    """Replay a record exactly; no agent is asked. Example: peninsula replay game.yaml --verify."""
    from sim.report.run import run_text
    from sim.rollout.records import verify

    session = _load(file, path, changed=changed)
    if check:
        _tell_wait(session)
        difference = verify(session)
        if difference:
            raise click.exceptions.Exit(_say(f"{file}: {difference}", NOT_SO))
        click.echo(f"{file}: every AI choice is as recorded ({len(session.game.played)} seasons)")
        return
    click.echo(run_text(session))


def _load(file: Path, path: Path | None, *, changed: bool) -> Session:
    from sim.rollout.records import load

    return load(file, library=library(path), changed="accept" if changed else "refuse")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--season", required=True, help="Its number or id, such as 3 or autumn-2020.")
@click.option("--seat", required=True, type=click.Choice(["US", "ROK", "DPRK", "CHN"], case_sensitive=False))
@click.option("--lever", help="One lever only, such as test.")
@click.option("--changed", is_flag=True, help="Explain although documents have changed since.")
@path_option
@documents
def why(file: Path, season: str, seat: str, lever: str | None, changed: bool, path: Path | None) -> None:
    """Explain a seat's sheet in a recorded game. Example: peninsula why game.yaml --season 3 --seat DPRK."""
    from sim.report.why import why_text

    session = _load(file, path, changed=changed)
    _tell_wait(session)
    click.echo(why_text(session, season, seat.upper(), lever))


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--coverage", is_flag=True, help="Also print which claims feed what, and what is unused.")
@path_option
@documents
def check(paths: tuple[Path, ...], coverage: bool, path: Path | None) -> None:
    """Check documents; all that are shipped by default. Example: peninsula check scenarios/2020-pandemic."""
    from sim.report.checks import check_documents

    report = check_documents(list(paths), library(path))
    if not coverage:
        report.coverage = None
    click.echo(report.text())
    raise click.exceptions.Exit(DONE if report.fine else NOT_SO)


@cli.command(name="list")
@click.argument("what", type=click.Choice(["scenarios", "lenses", "claims", "rules", "policies", "packages", "experiments"]))
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable document.")
@path_option
@documents
def list_(what: str, as_json: bool, path: Path | None) -> None:
    """List what there is. Example: peninsula list lenses."""
    from sim.report.listing import listing, listing_text

    rows = listing(library(path), what)
    if as_json:
        import json

        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        click.echo(listing_text(rows))


@cli.command()
@click.option("--source", is_flag=True, help="Print the generated program.")
@click.option("--odd", is_flag=True, help="Print the model by the ODD protocol, as Markdown made from the documents.")
@path_option
@documents
def rules(source: bool, odd: bool, path: Path | None) -> None:
    """Show the rules, the program that the rulebook compiles to, or the whole model. Example: peninsula rules --odd > model.md."""
    from sim.report.listing import listing, listing_text
    from sim.rollout.session import program_of

    if source and odd:
        raise click.UsageError("--source and --odd are separate documents; ask for one")
    books = library(path)
    if odd:
        from sim.report.odd import odd_text

        click.echo(odd_text(books), nl=False)
        return
    click.echo(program_of(books).source if source else listing_text(listing(books, "rules")))


@cli.command()
@click.argument("ids", nargs=-1)
@click.option(
    "--pairs", type=click.IntRange(20, 4000), default=400, show_default=True, help="Games in each arm at first; undecided findings get more."
)
@click.option("--balance", "study", flag_value="balance", help="Balance instead: constant sheets, influence, dilemmas, policies, contrast.")
@click.option("--full", "study", flag_value="full", help="Census of AI games instead: every scenario and lens.")
@click.option("--hidden", "study", flag_value="hidden", help="Whether a hidden lens can be found instead.")
@click.option("--mechanics", "study", flag_value="mechanics", help="What each mechanic for play does instead.")
@click.option("--planner", "study", flag_value="planner", help="Whether the planner beats the payoff agent instead, in pairs of games.")
@click.option(
    "--games",
    type=click.IntRange(2, 100_000),
    help="Games of each scenario and lens (--balance: of each start; --hidden: in all; --planner: in every seat).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable document.")
@path_option
@documents
def facts(ids: tuple[str, ...], pairs: int, study: str | None, games: int | None, as_json: bool, path: Path | None) -> None:
    """Test the model against what its sources say should happen. Example: peninsula facts SF-01 SF-06."""
    if ids and study:
        raise click.UsageError(f"--{study} takes no facts")
    if games and not study:
        raise click.UsageError("--games goes with --balance, --full, --hidden, --mechanics or --planner; facts take --pairs")
    from sim.rollout.program import native_available

    if not native_available():  # in plain Python they would take hours
        raise click.ClickException("facts needs the extra native: pip install 'peninsula[native]'")
    if study:
        from sim.report.studies import run_study

        text, fine = run_study(study, library(path), games, lambda line: print(line, file=sys.stderr), as_json=as_json)
        click.echo(text)
        raise click.exceptions.Exit(DONE if fine else NOT_SO)
    from sim.analysis.facts import facts_text, run_facts

    verdicts = run_facts(library(path), ids, pairs=pairs, progress=lambda line: print(line, file=sys.stderr))
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps([asdict(verdict) for verdict in verdicts], indent=1))
    else:
        click.echo(facts_text(verdicts))
    raise click.exceptions.Exit(DONE if all(verdict.verdict in ("pass", "told") for verdict in verdicts) else NOT_SO)


@cli.command()
@click.argument("experiment", metavar="SCENARIO|EXPERIMENT")
@click.option("--runs", type=click.IntRange(1, 10_000_000), help="Games in a cell, over the experiment's.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the result; the same command goes on from what is there.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Chunks played at a time; as many as there are cores by default.")
@click.option("--cluster", metavar="ADDR", help="local, local:N or tcp://HOST:PORT: a Dask cluster (extra cluster).")
@seed_option
@click.option("--dry-run", is_flag=True, help="Print cells, games, estimated time and size, and play nothing else.")
@click.option("--csv", "as_csv", is_flag=True, help="Rows as CSV too: in the folder, or on stdout without --out.")
@path_option
@documents
def batch(
    experiment: str,
    runs: int | None,
    out: Path | None,
    workers: int | None,
    cluster: str | None,
    rng_seed: int | None,
    dry_run: bool,
    as_csv: bool,
    path: Path | None,
) -> None:
    """Play an experiment, or a scenario under every lens. Example: peninsula batch alliance-first --out results."""
    from sim.batch.command import Asked, play, print_estimate
    from sim.batch.errors import BatchError

    asked = Asked(experiment, runs, out, workers, cluster, rng_seed, as_csv)
    try:
        (print_estimate if dry_run else play)(asked, library(path))
    except BatchError as failure:
        raise click.exceptions.Exit(_say(str(failure), NOT_SO)) from None


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "seat", type=click.Choice(["US", "ROK", "DPRK", "CHN"], case_sensitive=False), help="On this seat's view only.")
@click.option("--lens", help="A lens, a mix, or posterior: all lenses, by what the sheets so far say of each. By default the game's own.")
@click.option("--games", type=click.IntRange(2, 1_000_000), help="Futures to play; 2,000 by default, in plain Python as many as fit 4 seconds.")
@click.option("--seasons", type=click.IntRange(1, 20), help="Seasons to look at; by default all that are left.")
@click.option("--season", "fork", help="Stand at the start of a season that was played, by number or id.")
@click.option("--sheet", help='Orders to ask about, such as "sanc=waiver dip=talk" (US.sanc=... without --as).')
@click.option("--against", help="Orders to compare them with; by default the standing sheet.")
@click.option("--show", "show", multiple=True, metavar="NAME", help="A dial or board to show season by season.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable document.")
@click.option("--changed", is_flag=True, help="Go on although documents have changed since.")
@path_option
@documents
def forecast(file: Path, seat: str | None, as_json: bool, changed: bool, path: Path | None, **typed: Any) -> None:
    """Play a record on from its present, many times. Example: peninsula forecast game.yaml --as US --sheet "sanc=waiver dip=talk"."""
    from sim.report.ahead import Typed, forecast_json, forecast_text, look_ahead
    from sim.text.wording import Words

    session = _load(file, path, changed=changed)
    found = look_ahead(session, Typed(seat=(seat or "").upper(), **typed), lambda line: print(line, file=sys.stderr))
    click.echo(forecast_json(found) if as_json else forecast_text(session, found, Words(), typed["show"]))


@cli.command()
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...|DIR")
@click.option("--scenario", "scenarios", multiple=True, help="A start; 2020-pandemic by default, several are averaged.")
@click.option("--lens", "lenses", multiple=True, help="A lens or mix; every op-ed's and the contrast lens by default.")
@click.option("--measure", "measures", multiple=True, help="What is measured; the boards that are nobody's own by default.")
@click.option("--games", type=click.IntRange(2, 100_000), help="Games of each policy under each lens (400).")
@seed_option
@click.option("--pair", nargs=2, help="Two policies to look at more closely, in place of the two best.")
@click.option("--from", "start", metavar="LENS", help="Where the search for what flips them begins; the pool by default.")
@click.option("--better", type=click.Choice(["high", "low"]), default="high", help="The better end of measures that are no boards.")
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable document.")
@path_option
@documents
def compare(as_json: bool, path: Path | None, **told: Any) -> None:
    """Compare policies under every lens, and find what flips the ranking. Example: peninsula compare standstill koreanize payoff."""
    from sim.analysis.compare.command import Told, print_comparison
    from sim.batch.errors import BatchError

    try:
        print_comparison(Told(**told), library(path), as_json=as_json)
    except BatchError as failure:
        raise click.exceptions.Exit(_say(str(failure), NOT_SO)) from None


@cli.command()
@click.argument("target", metavar="SCENARIO|EXPERIMENT|DIR")
@click.option("--method", type=click.Choice(["morris", "sobol"]), help="Morris screening (the default) or Sobol' indices.")
@click.option("--measure", "measures", multiple=True, help="What is measured; the boards that are nobody's own by default.")
@click.option("--policy", help="A policy that binds its seats; nothing does by default.")
@click.option("--games", type=click.IntRange(32, 100_000), help="Games at each point (64).")
@click.option("--points", type=click.IntRange(2, 65_536), help="Paths of Morris (16), or base sample of Sobol', a power of two (128).")
@seed_option
@click.option("--json", "as_json", is_flag=True, help="Print one machine-readable document.")
@path_option
@documents
def sensitivity(as_json: bool, path: Path | None, **told: Any) -> None:
    """Find which contested coefficients move a measure most. Example: peninsula sensitivity 2020-pandemic --measure arsenal."""
    from sim.analysis.sensitivity.command import Told, print_sensitivities
    from sim.batch.errors import BatchError

    try:
        print_sensitivities(Told(**told), library(path), as_json=as_json)
    except BatchError as failure:
        raise click.exceptions.Exit(_say(str(failure), NOT_SO)) from None


@cli.command()
@click.argument("sections", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print every figure with its unit, median, spread and what it is a ratio of.")
@click.option("--quick", is_flag=True, help="Fewer repetitions.")
@documents
def bench(sections: tuple[str, ...], as_json: bool, quick: bool) -> None:
    """Measure speed and memory on this machine, all sections or some. Example: peninsula bench native limit --json.

    Sections: plain, native, limit, forecast, memory, screen, lesson, and beside (OpenSpiel, PettingZoo, Mesa; needs the extra research).
    """
    from sim.adapters.beside import SECTIONS as BESIDE
    from sim.analysis.bench.run import SECTIONS, chosen, run_bench
    from sim.classroom.bench import SECTION as LESSON
    from sim.play.app.bench import SECTION as SCREEN

    wanted = chosen([*SECTIONS, SCREEN, LESSON, *BESIDE], sections)
    click.echo(run_bench(wanted, quick=quick, as_json=as_json, say=lambda line: print(line, file=sys.stderr)))


@cli.command()
@click.argument("place", metavar="DIR|FILE", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="HTML file, or - for stdout.")
@click.option("--as", "seat", type=click.Choice(["US", "ROK", "DPRK", "CHN", "none"], case_sensitive=False), help="Whose debrief; the player's.")
@click.option("--changed", is_flag=True, help="Of a record, although documents have changed since.")
@click.option("--compare", "compared", is_flag=True, help="Of a record: set it beside many other games first, which takes some seconds.")
@path_option
@documents
def report(place: Path, out: Path | None, seat: str | None, changed: bool, compared: bool, path: Path | None) -> None:
    """Write the report of a batch's folder, or the debrief of a record, as one HTML file. Example: peninsula report runs/ --out report.html."""
    from sim.batch.errors import BatchError
    from sim.report.afterwards import beside_page
    from sim.report.writing import batch_report, place_of, record_report, write_page
    from sim.rollout.session import all_lenses
    from sim.text.wording import Words

    if place.is_dir() and (seat or changed or compared):
        raise click.UsageError("--as, --changed and --compare go with a record; DIR holds a batch")
    books, target = library(path), place_of(out, place)
    try:
        if place.is_dir():
            page = batch_report(place, books)
        else:
            beside = beside_page if compared else None
            page = record_report(place, books, Words(), all_lenses(books), seat=seat, changed="accept" if changed else "refuse", beside=beside)
    except BatchError as failure:
        raise click.exceptions.Exit(_say(str(failure), NOT_SO)) from None
    write_page(page, target)
    if str(target) != "-":
        click.echo(target)


@cli.group()
def classroom() -> None:
    """Hold a lesson: teams in browsers or on paper, one laptop. Example: peninsula classroom host 2018-thaw --plan 50."""


port_option = click.option("--port", type=click.IntRange(0, 65535), default=8400, show_default=True, help="Where to listen.")
anywhere_option = click.option("--teacher-from-network", "anywhere", is_flag=True, help="Let the console open on other devices too.")


@classroom.command(name="host")
@click.argument("scenario")
@click.option("--plan", default="50", show_default=True, help="Timed plan: 50 or 90 minutes.")
@click.option("--worlds", type=click.IntRange(1, 10), default=1, show_default=True, help="Parallel games.")
@lens_option
@level_option
@click.option("--bots", default="", metavar="SEATS", help="Seats that bots play from the start, such as CHN,US.")
@click.option("--no-advisers", "advisers", is_flag=True, flag_value=False, default=True, help="Teams may not ask the advisers.")
@click.option("--rehearse", is_flag=True, help="A dry run: bots sit in the teams and play, you conduct.")
@click.option("--lang", default="en", show_default=True, help="Language of pages.")
@seed_option
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Where the lesson is kept.")
@port_option
@anywhere_option
@path_option
@documents
def classroom_host(
    scenario: str,
    plan: str,
    worlds: int,
    lens: str | None,
    level: str | None,
    bots: str,
    advisers: bool,
    rehearse: bool,
    lang: str,
    rng_seed: int | None,
    folder: Path | None,
    port: int,
    anywhere: bool,
    path: Path | None,
) -> None:
    """Begin a lesson. Example: peninsula classroom host 2018-thaw --plan 90 --worlds 2 --lens hidden."""
    from sim.classroom.command import host, wish_for

    wish = wish_for(scenario, plan, worlds, lens, level, bots, advisers, lang, rng_seed)
    raise click.exceptions.Exit(host(wish, library(path), port=port, folder=folder, teacher_anywhere=anywhere, rehearse=rehearse))


@classroom.command(name="resume")
@click.argument("file", type=click.Path(path_type=Path))
@port_option
@anywhere_option
@path_option
@documents
def classroom_resume(file: Path, port: int, anywhere: bool, path: Path | None) -> None:
    """Go on with a lesson that was stopped. Example: peninsula classroom resume monday.lesson."""
    from sim.classroom.command import resume

    raise click.exceptions.Exit(resume(file, library(path), port=port, teacher_anywhere=anywhere))


@classroom.command(name="export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the lines and records.")
@path_option
@documents
def classroom_export(file: Path, out: Path, path: Path | None) -> None:
    """Write a lesson's lines and each world's record as text. Example: peninsula classroom export monday.lesson --out monday."""
    from sim.classroom.command import export

    for written in export(file, out, library(path)):
        click.echo(str(written))


@classroom.command(name="handouts")
@click.argument("scenario")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the pages.")
@click.option("--lang", default="en", show_default=True, help="Language of pages.")
@click.option("--level", default="full", show_default=True, help="Reading level of briefs: full or basic.")
@click.option("--plan", default="50", show_default=True, help="Timed plan: 50 or 90 minutes.")
@path_option
@documents
def classroom_handouts(scenario: str, out: Path, lang: str, level: str, plan: str, path: Path | None) -> None:
    """Write briefs, slips, rules, guide and rubric as pages to print. Example: peninsula classroom handouts 2018-thaw --out handouts."""
    from sim.classroom.handouts.writing import Wanted, write_handouts

    click.echo(str(write_handouts(library(path), Wanted(scenario, lang, level, plan), out)[0]))


@classroom.command(name="check")
@port_option
@click.option("--seconds", type=click.IntRange(0, 600), default=90, show_default=True, help="How long to wait for another device.")
def classroom_check(port: int, seconds: int) -> None:
    """Tell whether other devices can reach this computer. Example: peninsula classroom check."""
    from sim.classroom.check import check_network

    raise click.exceptions.Exit(DONE if check_network(port, seconds, click.echo) else NOT_SO)


@classroom.command(name="join")
@click.argument("address", metavar="URL")
@click.option("--code", default="", help="Code of the class.")
@click.option("--name", default="", help="Nickname.")
@click.option("--team", default="", metavar="SEAT", help="Your team, such as ROK; with worlds, such as 2.ROK.")
@click.option("--resume", default="", metavar="CODE", help="Come back in with your own code.")
@click.option("--lang", default="en", show_default=True, help="Language.")
@documents
def classroom_join(address: str, code: str, name: str, team: str, resume: str, lang: str) -> None:
    """Play a seat of a lesson in the terminal. Example: peninsula classroom join http://192.168.1.5:8400 --team ROK --name Mina.

    What you leave out is asked for. It is the seat that a browser would have: both may be used by the same team.
    """
    from sim.classroom.remote.join import Wanted, join

    raise click.exceptions.Exit(join(address, Wanted(code, name, team, resume, lang)))
