"""Candidates: the best distinct areas of bordering villages under the rules, with a proof of how good they are.

Given villages V and who borders whom E (inside one kabupaten unless told otherwise), rules, and the worth F(A, c) of a
connected set A of villages with its centre c in A::

    F(A, c) = sum over criteria k of w_k value_k(X_k(A, c)) / sum of w_k

(:mod:`kawasan_gis.candidates.objective` defines X_k and value_k), find a list of K areas that keep the rules, any two
of which share at most ``max_overlap`` of the smaller one's villages, with the greatest sum of F.

``rules`` says which areas are allowed, ``objective`` what an area is worth (the only place that knows). ``growth``
finds good areas, ``exhaust`` looks at all of them or proves by ``bounds`` that it need not, ``portfolio`` chooses the
list as a whole, ``certificate`` says how good it is. ``describe`` writes candidates as tables.
"""
