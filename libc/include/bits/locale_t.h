/* The type of a locale, for the headers whose functions take one. */
#ifndef _BITS_LOCALE_T_H
#define _BITS_LOCALE_T_H
typedef struct __locale *locale_t;
#endif
