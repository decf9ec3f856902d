// options: -std=gnu90 -Wpedantic
_Complex double z;
