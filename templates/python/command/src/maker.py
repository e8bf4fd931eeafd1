"""Who made a vehicle."""


def maker(vin: str) -> str | None:
    """The code of a VIN's maker; None for what is no VIN."""
    return vin[:3] if len(vin) == 17 else None
