"""What every completion says about an option: its status, what is open, what could change it."""
