"""Published cases, typed or imported through the product."""
