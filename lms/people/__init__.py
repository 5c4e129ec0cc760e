"""Users, units, positions, employees and their dated assignments."""
