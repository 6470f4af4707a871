"""Every rule over all completions, as decision diagrams.

A completion is one way in which everything unknown about a patient may turn out. "Where" means a set of completions,
here and in `analysis` and `proof`: "where a rule is met" are all completions in which it is met.

One example runs through these rooms; each module shows what it makes of it, and a test runs what is shown. Four facts
are asked in the order of the chart, one is derived, and four rules are about one product:

    spread      none, some
    size        1 to 4
    infection   yes, no
    frail       yes, no

    small       size <= 3

    supports    spread == none and small
    caution     size > 2
    stop        infection
    against     frail

Of the patient one fact is known:

    spread      unknown
    size        unknown
    infection   unknown
    frail       no
"""
