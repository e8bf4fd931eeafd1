"""THE SUMMARY."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports.about import Info
from wit_world.exports.command import Invocation, Spec
from wit_world.imports.rich_text import Action_Decode, Button, Message, Span, Style
from wit_world.imports.types import PluginError_InvalidInput

from maker import maker


class About(exports.About):
    def describe(self) -> Info:
        return Info("my-plugin", "0.1.0", "THE SUMMARY", None, None)


class Command(exports.Command):
    def commands(self) -> list[Spec]:
        return [
            Spec(
                name="my_plugin",
                description="THE SUMMARY",
                usage="/my_plugin VIN",
                admin_only=False,
            )
        ]

    def handle(self, invocation: Invocation) -> Message:
        vin = invocation.arguments.strip().upper()
        code = maker(vin)
        if code is None:
            # An error of the contract is raised; these words are shown to the user.
            words = "Send a VIN of 17 characters: /my_plugin 1HGCM82633A004352"
            raise Err(PluginError_InvalidInput(words))
        return Message(
            spans=[Span("The maker's code is ", Style(0), None), Span(code, Style.CODE, None)],
            buttons=[[Button("Decode it", Action_Decode(vin))]],
            attachments=[],
        )
