"""Runs one of the tools: `python -m bin.tools NAME [ARGUMENT ...]`. The commands in `bin/` come here."""

import sys
from importlib import import_module

from bin.tools.environment import SetupError, say


def main() -> int:
    """Run the tool; what the user can mend comes out as its message alone."""
    name, *arguments = sys.argv[1:]
    try:
        return int(import_module(f"bin.tools.{name}").main(arguments))
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


sys.exit(main())
