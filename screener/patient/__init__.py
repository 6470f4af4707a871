"""What is known of one patient: answers from files, forms and Python, read into sets of possible values."""
