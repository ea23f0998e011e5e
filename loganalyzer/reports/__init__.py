"""From one ``Report`` value, formats that render and compute nothing."""
