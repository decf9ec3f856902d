// options: -Wall
int f(_Bool b) { return ~b; }
