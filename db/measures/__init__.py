"""What the record says of how an alliance works in a period: every number with the records it is counted from.

`measuring.measures` reads the record and counts; `findings.findings` says which of it is worth a sentence, by rules
with names; `challenges.signals` what of it speaks of the challenges that alliances are known to meet. The words are in
`desktop.naming`. All but `reading` and `measuring` are pure.
"""
