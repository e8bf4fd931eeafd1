"""THE SUMMARY."""

from componentize_py_types import Err, Ok, Result
from wit_world import exports
from wit_world.exports.about import Info
from wit_world.exports.decoder import Decoded, Fact, Query, Subject_Named
from wit_world.imports.types import PluginError, PluginError_NotCovered, Term

from country import country

COUNTRY = Term("my-plugin:country", "country", "Country", None, "Origin")


class About(exports.About):
    def describe(self) -> Info:
        return Info("my-plugin", "0.1.0", "THE SUMMARY", None, None)


class Decoder(exports.Decoder):
    def vocabulary(self) -> list[Term]:
        """Terms that facts refer to by number; here every fact brings its own."""
        return []

    def decode(self, queries: list[Query]) -> list[Result[Decoded, PluginError]]:
        """One answer a query, in their order."""
        return [decode(query) for query in queries]


def decode(query: Query) -> Result[Decoded, PluginError]:
    value = country(query.vin)
    if value is None:
        return Err(PluginError_NotCovered())
    fact = Fact(Subject_Named(COUNTRY), value, is_default=False)
    return Ok(
        Decoded(make=None, model=None, model_year=None, facts=[fact], findings=[], confidence=10)
    )
