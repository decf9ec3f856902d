int x = __has_include("a.h");
