"""The game for persons: one sitting at one game, played in plain text or on screens."""
