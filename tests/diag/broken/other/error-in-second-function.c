int good(int x) { return x; }
int bad(int x) { return x + y; }
int also_good(int x) { return good(x); }
