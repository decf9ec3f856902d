// options: -Wall
void f(_Bool b) { b++; }
