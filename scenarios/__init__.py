"""Role-play scenarios: authoring, immutable builds, play, debrief and analytics."""
