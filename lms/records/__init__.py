"""What people did: builds, attempts, responses, results, observations. Append-only."""
