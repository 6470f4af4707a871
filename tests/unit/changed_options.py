"""Options made to say what the small rule bases cannot make them say."""

from __future__ import annotations

from dataclasses import replace

from screener.result.option import OptionResult, Status


def with_status(option: OptionResult, status: Status) -> OptionResult:
    """An option made to show another status, as open rules that decide together would make it."""
    products = {name: replace(product, status=status) for name, product in option.products.items()}
    return replace(option, status=status, products=products)


def firmed(option: OptionResult, *rules: str) -> OptionResult:
    """An option of which some outcomes were unknown to the rules alone."""
    reasons = (replace(each, is_firmed=True) if each.rule in rules else each for each in option.reasons)
    return replace(option, reasons=tuple(reasons))
