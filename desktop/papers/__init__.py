"""Every paper of the alliance in one list."""
