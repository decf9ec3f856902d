// options: -std=gnu90 -Wpedantic
_Bool b;
