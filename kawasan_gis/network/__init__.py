"""Travel: roads, rivers and ferries as one network, and the minutes from every village to everything on it.

Lines become links between junctions (:mod:`links`, :mod:`junctions`) with a speed by class (:mod:`speeds`). Villages
start from populated places where these are known (:mod:`origins`) and walk to the network, as facilities do
(:mod:`walks`); roads and waters meet at :mod:`landings`. :mod:`travel` finds the shortest times with Dijkstra's
algorithm; :mod:`straight` estimates them from straight lines where there are no roads. :mod:`build` puts it together,
:mod:`access` is asked.
"""

from kawasan_gis.network.access import Access
from kawasan_gis.network.build import build_network, check_network, open_network
from kawasan_gis.network.options import Network
from kawasan_gis.network.speeds import read_speeds

__all__ = ["Access", "Network", "build_network", "check_network", "open_network", "read_speeds"]
