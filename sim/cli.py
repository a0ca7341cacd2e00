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


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="peninsula")
@click.pass_context
def cli(context: click.Context) -> None:
    """A diplomacy simulation of the Korean Peninsula, drawn from the arguments of five op-eds.

    Explores arguments; predicts nothing. Alone, it opens the game. Example: peninsula play 2020-pandemic --as ROK
    """
    if context.invoked_subcommand is None:
        context.invoke(play)


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
level_option = click.option("--level", type=click.Choice(["novice", "standard", "expert"]), help="How well AI seats play.")


@cli.command()
@click.argument("scenario", required=False)
@click.option("--as", "seat", type=click.Choice(["US", "ROK", "DPRK", "CHN", "none"], case_sensitive=False), help="Your seat; none watches.")
@lens_option
@level_option
@length_option
@seed_option
@click.option("--plain", is_flag=True, help="Linear prompts (the only interface so far).")
@click.option("--load", "file", type=click.Path(path_type=Path), help="Go on with a saved game.")
@path_option
@documents
def play(
    scenario: str | None = None,
    seat: str | None = None,
    lens: str | None = None,
    level: str | None = None,
    length: int | None = None,
    rng_seed: int | None = None,
    plain: bool = False,
    file: Path | None = None,
    path: Path | None = None,
) -> None:
    """Play a game. Example: peninsula play 2020-pandemic --as ROK --lens hidden."""
    from sim.play.opening import Options
    from sim.play.plain import play_plain

    options = Options(scenario=scenario, seat=seat, lens=lens, level=level, length=length, rng_seed=rng_seed, file=file)
    raise click.exceptions.Exit(play_plain(options, library(path)))


@cli.command()
@click.argument("scenario")
@lens_option
@level_option
@length_option
@seed_option
@click.option("--agent", "agents", multiple=True, metavar="SEAT=NAME", help="payoff, random or script:POLICY for a seat; US+ROK=... for two.")
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
    while not session.game.over:
        advance(session)
    if record:
        save(session, record)
    click.echo(run_json(session) if as_json else run_text(session))


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

    click.echo(why_text(_load(file, path, changed=changed), season, seat.upper(), lever))


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
@click.argument("what", type=click.Choice(["scenarios", "lenses", "claims", "rules", "policies", "packages"]))
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
@click.option("--json", "as_json", is_flag=True, help="Print every figure with its unit, median and spread.")
@click.option("--quick", is_flag=True, help="Fewer repetitions.")
@documents
def bench(as_json: bool, quick: bool) -> None:
    """Measure speed: medians of repeated runs on this machine. Example: peninsula bench --json."""
    from sim.analysis.bench import bench_text, figures

    found = figures(quick=quick, progress=lambda line: print(line, file=sys.stderr))
    if as_json:
        import json

        click.echo(json.dumps([figure.plain() for figure in found], indent=1))
    else:
        click.echo(bench_text(found))
