// options: -Wswitch-default
void f(int n) { switch (n) { case 1: ; } }
