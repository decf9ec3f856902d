char *s = R"a b(x)a b";
