// options: -Wpedantic
union U { };
