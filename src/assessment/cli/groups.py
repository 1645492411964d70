"""A group of commands that imports only the one that is called, so that none waits for the others."""

from importlib import import_module

import click


class LazyGroup(click.Group):
    """Its commands by name; each stands in a module of its own, as `command`."""

    modules: dict[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        command: click.Command = import_module(self.modules[cmd_name]).command
        return command


def lazy(modules: dict[str, str]) -> type[LazyGroup]:
    """The group of these commands, by the module in which each stands."""
    return type("Commands", (LazyGroup,), {"modules": modules})
