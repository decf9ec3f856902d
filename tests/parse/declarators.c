int a, *b, c[3], (*d)(int), *e[2], (*f[4])(void), (*(*g)(int))[5];
char *(*(*h)(char *))(void);
const int *restrict p, *const volatile q;
int f1(), f2(void), f3(int a, char *b, ...), f4(int (*)(int), int [static 3], int [*], int n, int [n]);
extern int x asm("y") __attribute__((aligned(8))), z;
typedef unsigned long T, *PT;
T t1; int T1(T), (T2)(T T);
int k(a, b) int a; char *b; { return a; }
struct s { int a : 3, : 0, b; struct { int c; }; union u *d; } __attribute__((packed)) s1 = { .a = 1, [0] = 2 };
enum e { A, B = 3, C } e1;
_Alignas(16) static _Thread_local int tls;
_Atomic(int) at; _Atomic int at2; typeof(a) ta; __auto_type au = 1;
_Complex double cd; unsigned __int128 i128; _Float128 f128; long double ld; long long unsigned llu;
inline static _Noreturn void die(void) { for (;;) ; }
int forward(int n; int a[n], int n);
int arr[] = { [0 ... 3] = 1, [5] = 2, 3 };
_Static_assert(sizeof(int) == 4, "int");
asm(".globl foo");
#pragma weak x
#pragma pack(push, 2)
struct packed { char c; int i; };
#pragma pack(pop)
