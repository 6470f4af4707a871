"""What rules say about partly known facts: engine, referee, completions, statuses, open facts, reasons."""
