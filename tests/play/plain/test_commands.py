"""Each command at least once, in a game as a person would play it."""

import re

import pytest

from sim.play.commands.obeying import ALIASES, COMMANDS

START = {"scenario": "2020-pandemic", "seat": "ROK"}

# line typed, and words that must follow it
SCRIPT = [
    ("sheet", ["Draft sheet of South Korea", "ex=suspend: suspend joint drills (as before)", "0 of 3 points"]),
    ("legal", ["ally (tone to Washington): align, settle, press_us, alone"]),
    ("legal ik", ["summit: seek an inter-Korean summit", "With it goes aid=none, which would clash"]),
    ("ik project", ["Inter-Korean policy: project", "costs 1 of 3"]),
    ("sheet", ["ik=project", "(was cbm)", "expected by itself: "]),
    ("ex=scaled def firm", ["Joint drills: scaled", "Defence posture: firm"]),
    ("undo", ["The last change is taken back", "ex=suspend"]),
    ("ally alone", ["points of political capital, 3 are left"]),
    ("ik sumit", ['"sumit" is no setting of ik', 'did you mean "summit"?']),
    ("ik", ["ik needs a setting: cool, none, cbm, project, summit"]),
    ("US.sanc hold", ["US.sanc is not yours to set"]),
    ("sanc hold", ['ROK has no lever "sanc"']),
    ("ik cbm ik none", ["ik stands twice"]),
    ("shet", ['"shet" is no command; did you mean `sheet`?']),
    ("오빠", ["is no command and no lever of yours"]),
    ("?", ["What you can type", "LEVER SETTING"]),
    ("? offer", ["offer standstill to DPRK"]),
    ("help", ["Going back and keeping"]),
    ("help shee", ["did you mean `help sheet`?"]),
    ("advice", ["alliance (Alliance first):", "expects of the North's tests next season"]),
    ("advice lead", ["lead (Seoul leads):"]),
    ("forecast moon", ['"moon" is no dial or board']),
    ("forecast", ["Forecast: ", "Seen from Seoul", "in plain Python", "That is few", "a new accord", "They count from now on"]),
    ("forecast dials", ["hope ", "by the end of"]),
    ("forecast human cost", ["human cost, season by season"]),
    ("forecast lead", ["lead (Seoul leads), under its own lens, sending", "own payoff from now on"]),
    ("follow alliance", ["Draft after alliance: ik="]),
    ("predict DPRK test srbm alliance", ["Foretold: DPRK.test srbm"]),
    ("predict DPRK.test hold", ["Foretold: DPRK.test hold"]),
    ("predict DPRK.test bomb", ['DPRK.test has no setting "bomb"']),
    ("predict ROK.ik cool", ["You know your own orders"]),
    ("packages", ["border-calm (ROK, DPRK; 4 seasons)"]),
    ("package standstill", ["fissile_freeze", "You may table it now"]),
    ("package normalisation", ["dismantle_site", "not ready to be offered"]),
    ("clauses border calm", ["southern_aid, owed by ROK"]),
    ("chance border-calm", ["North Korea would accept with chance about", "Your advisers on signing it", "sum"]),
    ("chance border calm with southern_aid without southern_drills", ["aid delivered from the South"]),
    ("chance", ["Expected: `chance PACKAGE`"]),
    ("offer", ["Expected: `offer PACKAGE to SEAT`"]),
    ("offer border calm to US", ["US is no party to border-calm"]),
    ("offer border-calm with southern-ade", ['no clause "southern-ade"', "southern_aid"]),
    ("offer border-calm please", ['"please" was not understood']),
    ("offer border calm to DPRK with southern_aid", ["Border calm, from South Korea to North Korea", "Outcome: "]),
    ("offers", ["On the table", "Border calm"]),
    ("accept it", ["Expected", "waiting for you"]),
    ("accept 99", ["No offer 99 waits for you"]),
    ("counter 1 with no_such", ["no clause"]),
    ("withdraw 9", ["has no open offer 9"]),
    ("withdraw", ["Expected: `withdraw NUMBER`"]),
    ("snap back standstill", ['ROK is in no accord "standstill"']),
    ("forgive standstill", ['ROK is in no accord "standstill"']),
    ("history", ["told season by season"]),
    ("why DPRK", ["No season has been played yet"]),
    ("redo", ["Nothing to redo"]),
    ("boards", ["No season has been played yet"]),
    ("debrief", ["The debrief comes when the game is over"]),
    (
        "end we wait and see 기다린다",
        ["SPRING 2020, season 1 of 12", "Orders, revealed all at once", 'Your reason: "we wait and see 기다린다"', "Human cost"],
    ),
    ("news", ["SPRING 2020, season 1 of 12"]),
    ("orders DPRK", ["DPRK: test="]),
    ("look", ["Summer 2020, season 2 of 12"]),
    ("why", ["Expected: `why DPRK`"]),
    ("why DPRK", ["As seen from Seoul: ranges", "The other levers", "Claims can be looked up"]),
    ("why DPRK test", ["North Korea set test to"]),
    ("why DPRK.dip 1", ["North Korea set dip to"]),
    ("why US sanctons", ["US has no lever"]),
    ("why me", ["In full: the very numbers", "runner-up (probability"]),
    ("why hope", ["hope that talks pay, about", "Only North Korea knows this dial"]),
    ("why tension", ["tension, 4.0 to"]),
    ("why moon", ['"moon" is no seat and no dial']),
    ("why DPRK 7", ["There is no finished season 7"]),
    ("believe", ["Reasons of others are read under: Harmony for now"]),
    ("believe alliance=0.6, harmony=0.4", ["60% Alliance first + 40% Harmony for now", "`believe evidence`"]),
    ("believe evidence", ["Harmony for now"]),
    ("believe peace", ['Lens "peace" is unknown']),
    ("analyst", ["The analyst's guess", "(contrast)"]),
    ("lens", ["Harmony for now (harmony)"]),
    ("claim technical_test_schedule", ["alliance.technical_test_schedule", "Leif-Eric Easley", "paragraph", "X1", "Another side"]),
    ("claim", ["Expected: `claim ID`"]),
    ("rule", ["V1: Inter-Korean projects need a US waiver"]),
    ("rule V1", ["To avoid it: Washington grants a waiver"]),
    ("sources", ["Leon V. Sigal", "Not from the five op-eds", "by selection of texts"]),
    ("glossary", ["lever:"]),
    ("glossary posterior", ["How likely each lens is"]),
    ("brief", ["Confidential brief: South Korea", "Your aims"]),
    ("card", ["Your objective card"]),
    ("history", ["2020-06-16", "https://"]),
    ("history 2", ["There is no finished season 2"]),
    ("boards", ["your own payoff: about", "No one number sums these up"]),
    ("chart", ["Boards: own,", "Talks: hope"]),
    ("chart tension", ["tension", "┤ 10.0", "└─0─", "0 stands for the start"]),
    ("chart hope", ["An estimate: ┊"]),
    ("chart tenson", ["tension"]),
    ("chart tension with nothing", ["There is no saved game"]),
    ("branches nothing", ["There is no saved game"]),
    ("debrief compare", ["The debrief comes when the game is over"]),
    ("debrief all", ["The debrief comes when the game is over"]),
    ("debrief everything", ["Expected: `debrief`"]),
    ("save", ["Saved as 2020-pandemic-rok"]),
    ("save my bookmark", ["A copy is saved", "my-bookmark.yaml"]),
    ("saves", ["my-bookmark: 2020-pandemic, ROK, 1 of 12 seasons played"]),
    ("branches", ["2020-pandemic-rok: this game, seasons played: 1"]),
    ("fork 9", ["Season 9 has not been played"]),
    ("fork", ["Expected: `fork NUMBER`"]),
    ("fork 1", ["as another game, kept as `2020-pandemic-rok-fork1`", "Spring 2020, season 1 of 12"]),
    ("branches", ["taken back: Spring 2020", "2020-pandemic-rok: another game from the same start"]),
    ("branches 2020-pandemic-rok", ["Seasons played: 0 in 2020-pandemic-rok-fork1, 1 in 2020-pandemic-rok", "all orders are the same"]),
    ("chart tension with 2020-pandemic-rok", ["● 2020-pandemic-rok-fork1", "○ 2020-pandemic-rok"]),
    ("load nothing", ["There is no saved game"]),
    ("load 2020-pandemic-rok", ["Going on with 2020-pandemic-rok", "Summer 2020, season 2 of 12"]),
    ("undo fresh", ["with fresh draws: a branch", "Spring 2020"]),
    ("undo", ["Nothing to undo"]),
    ("redo", ["Spring 2020 is played again as it was"]),
    ("export debrief x.md", ["The debrief comes when the game is over"]),
    ("refuse 99", ["No offer 99 waits for you"]),
    ("quit", ["Saved as 2020-pandemic-rok"]),
]


def test_every_command(sit):
    typed = [line for line, _ in SCRIPT]
    found = sit(typed, **START)
    assert found.code == 0
    assert not found.left
    missing = []
    for (line, expected), answer in zip(SCRIPT, found.answers, strict=True):
        flat = " ".join(answer.split())
        missing += [f"after {line!r}, {words!r} was expected:\n{answer}" for words in expected if words not in flat]
    assert not missing, "\n".join(missing)
    used = {ALIASES.get(line.split()[0], line.split()[0]) for line in typed}
    assert set(COMMANDS) - {"accept", "refuse", "withdraw", "counter", "export"} <= used


def test_answers_to_an_offer(sit):
    """North Korea offers Seoul's relief in the first season of this game."""
    typed = ["offers", "chance 1", "counter 1", "counter 1 with no_threats", "offers", "end", "look"]
    found = sit(typed, **START)
    assert "`accept 1`" in found.answers[0]
    assert "North Korea would accept" in found.answers[1]
    assert "That changes nothing" in found.answers[2]
    assert "counter-offer, Seoul relief, from South Korea to North Korea" in " ".join(found.answers[3].split())
    assert "countered" in found.answers[4]


def test_accepting_signs_and_what_it_binds_is_shown(sit):
    found = sit(["accept 1", "look", "refuse 1", "end", "look"], **START)
    assert "Outcome: signed" in " ".join(found.answers[0].split())
    accords = " ".join(found.answers[1].split())
    assert "Seoul relief (ROK, DPRK), until" in accords
    assert "ROK owes: aid delivered from the South" in accords
    assert "No offer 1 waits" in found.answers[2]


def test_refusing(sit):
    found = sit(["refuse", "offers"], **START)
    assert "Outcome: refused" in " ".join(found.answers[0].split())


def test_a_standing_setting_that_would_clash_goes_to_rest_and_is_told(sit):
    found = sit(["ik cool", "aid aid", "sheet", "legal"], **START)
    assert "With that, aid goes to none" in found.answers[0]
    assert "Seoul cannot cool ties" in found.answers[1]
    assert "legal when ROK.aid is none" in " ".join(found.answers[1].split())
    assert "aid=none" in found.answers[2]
    assert "none, aid (not now)" in found.answers[3]


@pytest.mark.parametrize("line", ["why me", "why DPRK", "chance 1", "chance border-calm"])
def test_printed_rows_add_up(sit, line):
    """Every printed sum is the sum of its printed rows; ranges are not sums."""
    found = sit(["end", line] if line.startswith("why") else [line], **START)
    answer = found.answers[-1]
    checked = 0
    rows: list[float] = []
    for text in answer.splitlines():
        row = re.match(r"  ([+-]\d+\.\d\d)  (.*)", text)
        if row and row[2] == "sum":
            assert abs(sum(rows) - float(row[1])) < 0.001, answer
            checked += 1
            rows = []
        elif row and "probability" not in row[2]:
            rows.append(float(row[1]))
        elif not text.startswith("      "):
            rows = []
    assert checked or line == "why DPRK"


def test_no_escape_codes_no_emoji_and_no_line_too_long(sit):
    typed = [
        "sheet",
        "advice",
        "forecast",
        "forecast dials",
        "forecast advisers",
        "packages",
        "clauses",
        "chance border-calm",
        "help",
        "sources",
        "end",
        "why DPRK",
        "why me",
        "boards",
        "glossary",
    ]
    found = sit(typed, **START)
    assert "\x1b" not in found.text
    assert not re.search(r"[\U0001F000-\U0001FFFF\u2600-\u27BF]", found.text)
    assert "{" not in found.text
    for line in found.text.splitlines():
        assert len(line) <= 80 or " " not in line.strip(), line


@pytest.mark.parametrize("width", [40, 60, 100])
def test_other_widths(sit, width):
    found = sit(["sheet", "advice", "end", "why DPRK"], width=width, **START)
    long = [line for line in found.text.splitlines() if len(line) > width and " " in line.strip()]
    assert not long
