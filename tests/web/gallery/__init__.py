"""A page with every macro on it, and an application that serves it under the real content policy."""
