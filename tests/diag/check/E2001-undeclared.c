int f(void) { return qqqq; }
