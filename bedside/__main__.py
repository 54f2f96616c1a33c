"""``python -m bedside``: the command line."""

from bedside.orchestrator.cli.start import main

if __name__ == "__main__":
    main()
