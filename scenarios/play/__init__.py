"""Playing a role-play: turns, the safe exit, the debrief, and the ways into them."""
