"""Areas that are there already or drawn by hand: scored, extended, shrunk, improved; and candidates explained."""
