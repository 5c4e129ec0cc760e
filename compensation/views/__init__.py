"""Pages of this plugin."""
