"""The static site: pages that a town puts on its server as they are."""
