"""Which rules are met: the engine decides, the referee confirms; derived facts are worked out before both."""
