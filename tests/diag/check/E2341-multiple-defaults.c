void f(int n) { switch (n) { default: ; default: ; } }
