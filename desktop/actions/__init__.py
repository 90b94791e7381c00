"""The register of actions."""
