"""The plain game: lines in, pages out; fit for a pipe and for a screen reader."""
