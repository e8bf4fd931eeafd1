"""THE SUMMARY."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports.about import Info
from wit_world.imports.clock import unix_seconds
from wit_world.imports.types import PluginError_NotCovered, Section, Vehicle

from age import age

DAY = 86_400  # seconds: how long an answer may be kept


class About(exports.About):
    def describe(self) -> Info:
        return Info("my-plugin", "0.1.0", "THE SUMMARY", None, None)


class Enricher(exports.Enricher):
    def enrich(self, vehicle: Vehicle) -> Section:
        if vehicle.model_year is None:
            # An error of the contract is raised.
            raise Err(PluginError_NotCovered())
        return Section(
            key="my-plugin",
            title="Age",
            summary=f"{age(vehicle.model_year, unix_seconds())} years old",
            attributes=[],
            items=[],
            ttl=DAY,
        )
