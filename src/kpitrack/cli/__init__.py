"""The command line: `commands/` holds one thin file a command, the rest is what they share."""
