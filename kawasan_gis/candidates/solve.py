"""The search as a whole: a first list, then areas that would improve it, until it is proven good or work runs out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kawasan_gis.candidates.effort import Effort, OutOfTime
from kawasan_gis.candidates.grounds import Area, Ground
from kawasan_gis.candidates.portfolio import Packing, Prices, choose, relax
from kawasan_gis.candidates.search import examine_areas, grow_areas, tilts_for

import time
NIT=4
BUD=lambda it: [50_000,300_000,300_000,3000_000,3000_000,3000_000,10000000][min(it,6)]
def solve(grounds: Sequence[Ground], packing: Packing, effort: Effort, villages: int, *, gap=0.005, width=24, verbose=True):
    t0=time.time()
    pool: dict[tuple[int, ...], Area] = {}
    def add(areas):
        before=len(pool)
        for a in areas:
            if a.score==a.score: pool.setdefault(a.members,a)
        return len(pool)-before
    def say(*a):
        if verbose: print(f"{time.time()-t0:6.2f}s", f"{effort.looked/1e6:8.2f}M", *a, flush=True)
    local=[{int(p):i for i,p in enumerate(g.positions)} for g in grounds]
    zero=[np.zeros(len(g.positions)) for g in grounds]
    for g,z in zip(grounds,zero): add(grow_areas(g,z,effort,width=width,keep=3))
    say("grown",len(pool))
    def top_columns(pr,n):
        areas=list(pool.values())
        rc=np.array([a.score-pr.village[list(a.members)].sum()+pr.of_size(packing,len(a.members))-pr.place for a in areas])
        order=np.lexsort((np.arange(len(areas)),-rc))[:n]
        return [areas[i] for i in order]
    areas=list(pool.values())
    best=None; upper=np.inf
    pr=relax(areas,villages,packing); say("relax",pr.value)
    sel=top_columns(pr,600); ch=choose(sel,villages,packing); z=sum(sel[i].score for i in ch); say("first list",z,len(ch))
    for it in range(12):
        n=0
        for g in grounds: n+=add(grow_areas(g,pr.village[g.positions],effort,width=width//2,keep=1))
        old=pr.value
        pr=relax(list(pool.values()),villages,packing); say("beam round",it,n,pr.value)
        if pr.value<old*(1+1e-4): break
    sel=top_columns(pr,600); ch=choose(sel,villages,packing); z=sum(sel[i].score for i in ch); say("list",z,len(ch))
    for it in range(NIT):
        slack=gap/4*pr.value/packing.count
        ceiling=-np.inf; n=0; sizes=[]
        for g,loc in zip(grounds,local):
            mine=[a for a,x in zip(pool.values(),pr.chosen) if x>1e-6 and a.members[0] in loc]
            ex=examine_areas(g,pr.village[g.positions],effort,threshold=lambda s: pr.place+slack-pr.of_size(packing,s),tilts=tilts_for(g,mine,loc),budget=BUD(it),keep=2)
            n+=add(ex.areas); ceiling=max(ceiling,ex.ceiling); sizes.append(ex.sizes)
        ub=pr.bound(packing, pr.place+slack+max(ceiling,0.0))
        upper=min(upper,ub)
        say("examined",it,n,"ceiling",ceiling,"ub",ub,"LP",pr.value,sizes)
        if (upper-z)/upper<gap or effort.spent: break
        pr=relax(list(pool.values()),villages,packing)
        sel=top_columns(pr,600); ch=choose(sel,villages,packing); z=max(z,sum(sel[i].score for i in ch)); say("   LP",pr.value,"list",z,"gap %.2f%%"%(100*(upper-z)/upper))
        if n==0: break
    return z,upper,pr,pool,local
