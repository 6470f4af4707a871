"""Texts that are clinical and that Markdown or HTML would show as something else."""

NASTY_TEXTS = (
    "> 7 cm",
    ">7 cm",
    "3~5 cm and 5~7 cm",
    "< 3 cm <b>bold</b> & more",
    "1. first",
    "- 3 is a value",
    "# 2 tumors",
    "+ 4",
    "2 * 3 * 4 and a_b_c",
    "[A, B](C) in [A, B]",
    "$5 and $6 a month",
    ":red[text] :smile: 10:30",
    "`code` | table | ~~gone~~",
    "a -- b --> c <- d",
    "ALBI -2.60 to -1.39",
    "https://example.org/a_b and 10^9/L",
    "\\ backslash \\> 3",
    "<script>document.title = 'x'</script> >= 50 % and <= 2",
)
