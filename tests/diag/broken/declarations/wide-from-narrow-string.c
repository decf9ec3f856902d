#include <stddef.h>
wchar_t s[] = "abc";
