int x = {{ 1 }};
