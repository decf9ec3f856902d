// options: -Wswitch-enum
enum E { A, B }; void f(enum E e) { switch (e) { case A: ; default: ; } }
