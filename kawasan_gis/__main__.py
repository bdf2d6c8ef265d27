"""``python -m kawasan_gis`` is the command ``kawasan``."""

from kawasan_gis.cli import main

if __name__ == "__main__":
    main()
