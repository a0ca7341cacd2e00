"""`peninsula list`: what is listed is what is shipped."""

import json

from click.testing import CliRunner

from sim.cli import cli


def listed(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["list", *arguments])
    assert done.exit_code == 0
    return done.output


def test_experiments_are_listed_with_their_questions(library):
    rows = {row["experiment"]: row for row in json.loads(listed("experiments", "--json"))}
    assert set(rows) == set(library.experiment_names())
    assert rows["screening"]["varies"].startswith("morris: k_press, ") and rows["screening"]["policies"] == "none: payoff seats"
    assert rows["alliance-first"]["varies"] == "nothing" and rows["alliance-first"]["policies"].startswith("US+ROK: alliance-first, ")
    assert rows["pressure"]["lenses"] == "pool" and rows["pressure"]["scenario"] == "2017-harmony, 2020-pandemic"
    text = listed("experiments")
    assert all(library.experiment(name).question in text for name in rows)
