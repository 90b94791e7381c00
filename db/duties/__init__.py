"""The fair rota over the record: what there is to do, who may, whose turn it is, who did it, and what that adds up to.

`db.rotation` has the rule, pure; these modules apply it to an alliance's file.

- `keeping`: the duties themselves, their pools, exemptions and pairs; `absences`: who cannot come when.
- `eligible`: who may do a duty on a day, and through whom; `slots`: what falls due when.
- `planning`: planning ahead and publishing; `turns`: asking, answering, giving to somebody else; `swapping`: swaps.
- `closing`: who really did it, which is when the ledger is written; `past`: the same for meetings brought in.
- `ledger`: turns done beside fair share; `audit`: what happened against what the rule would have done.
- `rota`: what the page and the paper show.
"""
