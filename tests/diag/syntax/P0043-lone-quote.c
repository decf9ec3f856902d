#define GREETING "hello
