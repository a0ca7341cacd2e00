"""Policies on all boards: none wins everything, each author's beats aligned engagement, each is undominated somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.balance.runs import Runs
from sim.analysis.balance.sizes import Sizes
from sim.analysis.balance.table import Cell, Row, Table
from sim.analysis.estimate import Estimate, mean_of

if TYPE_CHECKING:
    from sim.analysis.balance.runs import Array

Boards = dict[tuple[str, str], "Array"]


def policy_boards(runs: Runs, sizes: Sizes) -> Boards:
    """Return boards by policy and lens: game by board, averaged over the starts."""
    pairs = [(name, lens) for name in runs.library.policy_names() for lens in runs.asked.lenses]

    def played(pair: tuple[str, str]) -> Array:
        rows = [(row.seat, row.when, row.orders) for row in runs.library.policy(pair[0]).rows]
        return runs.pooled(pair[1], runs.policy(rows), sizes.policies)

    return dict(zip(pairs, runs.each(played, pairs, "policies"), strict=True))


def differences(runs: Runs, one: Array, other: Array) -> list[Estimate]:
    """Return by board how much better one set of games did than another on the same draws."""
    return [mean_of(sign * (one[:, place] - other[:, place])) for place, sign in enumerate(runs.better)]


def dominates(better_by: list[Estimate], noise: float) -> bool:
    """Say whether one is at least as good on every board and, beyond noise, better on one."""
    return all(each.value >= 0 for each in better_by) and any(each.value > noise * each.error for each in better_by)


def check_policies(runs: Runs, sizes: Sizes) -> list[Table]:
    """Check the three demands on policies, and show the means they are judged by."""
    boards = policy_boards(runs, sizes)
    return [_winners(runs, boards), _authors(runs, boards), _undominated(runs, boards), _means(runs, boards)]


def _winners(runs: Runs, boards: Boards) -> Table:
    """Count the boards that each lens's most successful policy wins, ties included."""
    rows = []
    for lens in runs.asked.lenses:
        names = runs.library.policy_names()
        means = {name: [sign * mean for sign, mean in zip(runs.better, boards[name, lens].mean(axis=0).tolist(), strict=True)] for name in names}
        best = [max(column) for column in zip(*means.values(), strict=True)]
        won = {name: sum(mean >= most for mean, most in zip(means[name], best, strict=True)) for name in names}
        most = max(won, key=lambda name: won[name])
        rows.append(Row({"lens": lens, "wins most": most, "boards": won[most], "of": len(best)}, won[most] < len(best)))
    return Table("Policies: no winner of everything", runs.asked.policies.says, tuple(rows))


def _authors(runs: Runs, boards: Boards) -> Table:
    """Compare each author's policy with the yardstick on the author's board in the author's lens."""
    yardstick, rows = runs.asked.policies.yardstick, []
    for policy in map(runs.library.policy, runs.library.policy_names()):
        if policy.author not in runs.asked.lenses:
            continue
        better_by = differences(runs, boards[policy.id, policy.author], boards[yardstick, policy.author])
        for board in policy.board:
            each = better_by[runs.names.index(board)]
            beats = each.value > runs.asked.noise * each.error
            rows.append(Row({"lens": policy.author, "policy": policy.id, "board": board, "better by": each}, beats))
    says = f"Each author's policy beats {yardstick} on the author's board under the author's lens, by more than {runs.asked.noise:g} standard errors."
    return Table("Policies: the authors' own boards", says, tuple(rows))


def _undominated(runs: Runs, boards: Boards) -> Table:
    """Say under which lenses no other policy dominates a policy, on all boards and on those that are nobody's own."""
    names, noise, seats = runs.library.policy_names(), runs.asked.noise, len(runs.program.layout.seats)
    rows = []
    for name in names:
        free, free_shared = [], []
        for lens in runs.asked.lenses:
            every = [differences(runs, boards[other, lens], boards[name, lens]) for other in names if other != name]
            if not any(dominates(better_by, noise) for better_by in every):
                free.append(lens)
            if not any(dominates(better_by[seats:], noise) for better_by in every):
                free_shared.append(lens)
        cells: dict[str, Cell] = {
            "policy": name,
            "undominated under": ", ".join(free) or "none",
            "on boards that are nobody's own": ", ".join(free_shared) or "none",
        }
        rows.append(Row(cells, bool(free)))
    says = "Every policy is undominated on all boards under some lens; the last column leaves own payoffs out and is not judged."
    return Table("Policies: undominated", says, tuple(rows))


def _means(runs: Runs, boards: Boards) -> Table:
    rows = [
        Row({"lens": lens, "policy": name, **{board: mean_of(boards[name, lens][:, place]) for place, board in enumerate(runs.names)}})
        for lens in runs.asked.lenses
        for name in runs.library.policy_names()
    ]
    return Table("Policies: means", "Mean boards over the starts, with their standard errors.", tuple(rows))
