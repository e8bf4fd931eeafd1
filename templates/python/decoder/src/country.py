"""What the first character of a VIN says."""

COUNTRIES = {
    "1": "United States",
    "4": "United States",
    "5": "United States",
    "2": "Canada",
    "J": "Japan",
    "W": "Germany",
}


def country(vin: str) -> str | None:
    """The country that the first character stands for, where it stands for one alone."""
    return COUNTRIES.get(vin[:1])
