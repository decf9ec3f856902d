void f(unsigned char n) { switch (n) { case 300: ; } }
