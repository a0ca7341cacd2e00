"""What people write: rulebook, scenarios, arguments, policies, records; reading, schemas, errors with file and line."""
