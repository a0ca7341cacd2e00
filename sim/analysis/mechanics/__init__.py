"""What each mechanic for play does: to constant sheets, to variety and to length; on and off, on the same draws."""
