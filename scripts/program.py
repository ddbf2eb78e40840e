"""The start of the program in one file: PyInstaller's entry, where kpitrack is installed nowhere."""

from __future__ import annotations

from multiprocessing import freeze_support

from kpitrack.cli.main import main

if __name__ == "__main__":
    freeze_support()  # before anything else: here a process of our own begins
    main()
