double _Complex z = __builtin_complex(1, 2);
