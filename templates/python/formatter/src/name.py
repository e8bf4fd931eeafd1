"""What a vehicle is called."""


def name(model_year: int | None, make: str | None, model: str | None) -> str:
    """Year, make and model, as far as they are known."""
    return " ".join(str(part) for part in (model_year, make, model) if part) or "Unknown"
