void f(int a) { switch (a == 1) { default: ; } }
