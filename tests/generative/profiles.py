"""How much the generative tests try: always the same cases in an ordinary run, many more in a long one."""

from hypothesis import HealthCheck, settings

ORDINARY = settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
SHORT = settings(ORDINARY, max_examples=60)
LONG = settings(ORDINARY, max_examples=2_000)
