"""How long a test waits before it calls a program broken; on a busy machine programs are slow, which is not broken."""

PATIENCE_SECONDS = 180.0
PATIENCE_MILLISECONDS = PATIENCE_SECONDS * 1000
