"""``python -m kawasan_gis.sample FOLDER`` writes the sample to a folder."""

import sys

from kawasan_gis.errors import KawasanError
from kawasan_gis.sample.writing import make_sample

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m kawasan_gis.sample FOLDER")
    try:
        make_sample(sys.argv[1])
    except KawasanError as error:
        sys.exit(str(error))
