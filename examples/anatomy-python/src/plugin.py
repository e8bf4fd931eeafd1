"""A decoder: the parts of a VIN."""

from componentize_py_types import Ok, Result
from wit_world import exports
from wit_world.exports.about import Info
from wit_world.exports.decoder import Decoded, Fact, Query, Subject_Known
from wit_world.imports.types import PluginError, Term

from anatomy import ALL, parts

NAME = "anatomy-python"


class About(exports.About):
    def describe(self) -> Info:
        return Info(
            NAME,
            "0.1.0",
            "The parts of a VIN, and what each of them says",
            "https://www.iso.org/standard/52200.html",
            "ISO 3779:2009, ISO 3780:2009",
        )


class Decoder(exports.Decoder):
    def vocabulary(self) -> list[Term]:
        """The host reads these once; facts name them by their place here."""
        return [Term(f"{NAME}:{part.key}", part.key, part.label, None, "Anatomy") for part in ALL]

    def decode(self, queries: list[Query]) -> list[Result[Decoded, PluginError]]:
        return [Ok(anatomy(query.vin)) for query in queries]


def anatomy(vin: str) -> Decoded:
    return Decoded(
        make=None,
        model=None,
        model_year=None,
        facts=[Fact(Subject_Known(place), words, is_default=False) for place, words in parts(vin)],
        findings=[],
        confidence=5,
    )
