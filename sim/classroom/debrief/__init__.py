"""The debrief of a lesson: what is worked out beside the server, and its pages."""
