"""What runs inside the namespaces before the first client connects."""
