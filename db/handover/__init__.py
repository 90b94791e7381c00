"""The desk and handing it over."""
