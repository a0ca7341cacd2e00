"""Words shown to people: labels, news, and the front page of a season. Nothing here needs pydantic, numpy or textual to be imported."""
