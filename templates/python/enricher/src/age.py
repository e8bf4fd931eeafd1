"""How old a vehicle is."""

from datetime import datetime, timezone


def age(model_year: int, seconds: int) -> int:
    """Years since a model year, by a clock in seconds since 1970."""
    return max(0, datetime.fromtimestamp(seconds, timezone.utc).year - model_year)
