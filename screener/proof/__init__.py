"""What can be shown about the rules themselves, mostly from their diagrams and each time with a patient."""
