"""THE SUMMARY."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports.about import Info
from wit_world.exports.formatter import Context
from wit_world.imports.rich_text import Message, Span, Style
from wit_world.imports.types import PluginError_InvalidInput, Report

from name import name

VIEW = "my-plugin"


class About(exports.About):
    def describe(self) -> Info:
        return Info("my-plugin", "0.1.0", "THE SUMMARY", None, None)


class Formatter(exports.Formatter):
    def views(self) -> list[str]:
        return [VIEW]

    def format(self, reports: list[Report], context: Context) -> Message:
        if context.view != VIEW:
            # An error of the contract is raised.
            raise Err(PluginError_InvalidInput(f"The only view is {VIEW}."))
        spans = []
        for report in reports:
            vehicle = report.vehicle
            called = name(vehicle.model_year, vehicle.make, vehicle.model)
            spans += [
                Span(called, Style.BOLD, None),
                Span(" ", Style(0), None),
                Span(vehicle.vin, Style.CODE, None),
                Span("\n", Style(0), None),
            ]
        return Message(spans, buttons=[], attachments=[])
