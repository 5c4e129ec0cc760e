"""The competency engine: pure functions from a ledger of evidence to what may be believed of a person.

`state = f(ledger, calibration version, as-of date)`. Nothing here imports Django, reads a clock or draws an unseeded
random number, so every result can be replayed. One module per concept:

- `parameters`: prior, items, proficiency scale; `calibration`: a version of all of them, with its digest
- `evidence`: one observed outcome; `discount`: what it weighs on a date
- `likelihood`: the response model; `scoring`: the estimate and its exact explanation
- `levels`: from θ to levels, intervals and scores; `explanation`: effects in level points, today and on arrival
- `trend`: where a state has been going; `hierarchy`: parents from children; `rolefit`: a state against a position
- `batch`: the same estimates for many pairs at once; `simulate`: outcomes drawn from the model
"""
