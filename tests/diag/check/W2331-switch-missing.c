// options: -Wall
enum E { A, B }; void f(enum E e) { switch (e) { case A: ; } }
