"""What users type about informal care, by subject. The rules are in the services; here is only the shape."""
