"""The fair share: who does which administrative turn, so that nobody is ever more than about one turn off. Pure.

A *turn* of a duty (taking minutes, chairing…) is due at an *occasion* (a meeting, or a term). Its *pool* is everyone
who may do it and can come. The turn's *share* is divided among the pool by weight; nobody else accrues anything, so
nobody is punished for a day away (R. Fagin and J. H. Williams, "A fair carpool scheduling algorithm", 1983). A
member's *balance* is the turns they did less the share they accrued: below 0 they are behind, and their turn comes.

Everything is counted in whole *units*, `TURN` of them to a turn, so that shares of one turn add up to exactly one turn
and the balances of a duty to exactly 0, over any number of years.

For one duty with nobody away a plan with every balance within 1 − 1/(2n−2) at every moment always exists (R. Tijdeman,
"The chairman assignment problem", 1980), with known absences one within 1. Here: `shares` divides a turn, `planner`
makes and mends plans, `reasons` says why somebody was chosen, and `problem` reads and answers problem files
(`python -m db.rotation PROBLEM.json`).
"""

from db.rotation.occasion import Occasion
from db.rotation.planner import Plan, plan
from db.rotation.shares import share_out

__all__ = ["TURN", "Occasion", "Plan", "plan", "share_out"]
