"""What the host's resources look like to other systems."""
