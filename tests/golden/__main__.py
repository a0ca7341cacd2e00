"""Write every golden transcript anew."""

from sim.documents.library import Library
from tests.golden import FOLDER, transcript

if __name__ == "__main__":
    library = Library()
    for scenario in library.scenario_names():
        (FOLDER / f"{scenario}.yaml").write_text(transcript(library, scenario), encoding="utf-8")
