"""Tests of what the report layer makes."""
