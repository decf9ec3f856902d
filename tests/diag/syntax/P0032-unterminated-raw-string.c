char *s = R"(abc;
