int f(void) { _Thread_local int x; return x; }
