// gcc: conditional inclusion
#if 1 + 2 * 3 == 7 && (4 >> 1) == 2 && -1 < 0 && -1 > 0u
yes1
#endif
#if 0
"unbalanced
' also
/* a comment
#endif
*/
#elif defined(X) || !defined X
yes2
#else
no
#endif
#if 0
#if 1
no
#else
no
#endif
#elif 0
no
#else
yes3
#endif
#ifdef __has_include
yes4
#endif
#if 'a' == 97 && '\377' > 0 && L'\xff' == 255
yes5
#endif
#if (2 || 1 / 0) && !(0 && 1 / 0) && (1 ? 2 : 1 / 0) == 2
yes6
#endif
#define CAT(a, b) a ## b
#if CAT(1, 2) == 12 && CAT(0x, f) == 15
yes7
#endif
#if 0x7fffffffffffffff + 1 < 0 && 18446744073709551615u == -1
yes8
#endif
#if __has_attribute(noreturn) && __has_attribute(__packed__) && !__has_attribute(nonesuch)
yes9
#endif
