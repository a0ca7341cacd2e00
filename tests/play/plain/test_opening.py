"""Opening a game by questions."""

from sim.play.seen.choices import first_sentences

QUESTIONS = {"lens": None, "level": None, "rng_seed": 5}


def test_numbers(sit):
    found = sit(["1", "3", "quit"], **QUESTIONS)
    assert "tutorial: Four seasons to learn by" in found.text
    assert "You are North Korea (DPRK)" in found.text
    assert found.code == 0


def test_names_defaults_and_mistakes(sit):
    found = sit(["pandmic", "2020-pandemic", "9", "CHN", "harmny", "harmony=0.7, alliance=0.3", "", "quit"], **QUESTIONS)
    assert "is none of these" in found.answers[0]
    assert "did you mean" in found.answers[0]
    assert "Expected: a number from 1 to 5" in " ".join(found.answers[2].split())
    assert "by selection of texts" in " ".join(found.answers[3].split())
    flat = " ".join(found.text.split())
    assert "harmony=0.7,alliance=0.3" in flat
    assert "standard level" in flat
    assert "You are China (CHN)" in flat


def test_hidden_and_watching(sit):
    found = sit(["2018", "none", "hidden", "expert", "quit"], **QUESTIONS)
    flat = " ".join(found.text.split())
    assert "The lens of this world is hidden" in flat
    assert "expert level" in flat
    assert "You watch" in flat


def test_going_on_with_the_latest(sit, folder):
    sit(["end", "quit"], scenario="tutorial", seat="US")
    found = sit(["continue", "quit"], **QUESTIONS)
    assert "continue: go on with your latest game, tutorial-us" in found.text
    assert "season 2 of 4. You are United States (US)" in " ".join(found.text.split())


def test_leaving(sit):
    found = sit(["quit"], **QUESTIONS)
    assert "Nothing was begun" in found.text
    assert found.code == 0


def test_first_sentences():
    assert first_sentences("One. Two. Three.") == "One. Two."
    assert first_sentences("One.") == "One."
