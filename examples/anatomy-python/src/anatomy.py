"""The parts of a VIN by ISO 3779, and of the manufacturer's code by ISO 3780."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Some characters of a VIN that belong together."""

    key: str
    label: str
    first: int
    """From 1, as the standard counts."""
    last: int
    meaning: str

    def of(self, vin: str) -> str:
        """`1HG (positions 1–3): who made it`."""
        where = f"{self.first}–{self.last}" if self.first < self.last else f"{self.first}"
        positions = "positions" if self.first < self.last else "position"
        return f"{vin[self.first - 1 : self.last]} ({positions} {where}): {self.meaning}"


PARTS = [
    Part("wmi", "World manufacturer identifier", 1, 3, "who made it, and where"),
    Part("vds", "Vehicle descriptor section", 4, 9, "what it is, in the maker's own code"),
    Part("vis", "Vehicle indicator section", 10, 17, "which one it is"),
    Part("check-digit", "Check digit", 9, 9, "computed from all others in North America and China"),
    Part("year-code", "Model year code", 10, 10, "the model year, where the maker says it"),
    Part("plant-code", "Plant code", 11, 11, "where it was assembled, where the maker says it"),
    Part("serial", "Serial number", 12, 17, "its number in the production"),
]

SMALL_MAKER = Part(
    "small-maker",
    "Manufacturer's number",
    12,
    14,
    "with the identifier it names one of those who make fewer than 1,000 vehicles a year",
)

ALL = [*PARTS, SMALL_MAKER]


def parts(vin: str) -> list[tuple[int, str]]:
    """The parts of this VIN: which of `ALL`, and its words."""
    found = PARTS
    # By ISO 3780 a 9 says that the identifier is shared by many.
    if vin[2] == "9":
        found = ALL
    return [(ALL.index(part), part.of(vin)) for part in found]
