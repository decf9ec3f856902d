/* <stddef.h> (C17 7.19). A header of a C library may ask for single types by __need_… macros. */
#if !defined(__need_size_t) && !defined(__need_ptrdiff_t) && !defined(__need_wchar_t) \
    && !defined(__need_NULL) && !defined(__need_wint_t)
#define __ferry_need_all 1
#endif

#if !defined(__ferry_need_all) || !defined(_STDDEF_H)

#ifdef __ferry_need_all
#define _STDDEF_H
#define _STDDEF_H_
#endif

#if defined(__ferry_need_all) || defined(__need_ptrdiff_t)
#ifndef _PTRDIFF_T
#define _PTRDIFF_T
#define __DEFINED_ptrdiff_t
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#endif
#endif

#if defined(__ferry_need_all) || defined(__need_size_t)
#ifndef __size_t
#define __size_t
#define _SIZE_T
#define __DEFINED_size_t
typedef __SIZE_TYPE__ size_t;
#endif
#endif

#if defined(__ferry_need_all) || defined(__need_wchar_t)
#ifndef _WCHAR_T
#define _WCHAR_T
#define __wchar_t__
#define __DEFINED_wchar_t
typedef __WCHAR_TYPE__ wchar_t;
#endif
#endif

#if defined(__need_wint_t)
#ifndef _WINT_T
#define _WINT_T
#define __DEFINED_wint_t
typedef __WINT_TYPE__ wint_t;
#endif
#endif

#if defined(__ferry_need_all) || defined(__need_NULL)
#undef NULL
#define NULL ((void *)0)
#endif

#ifdef __ferry_need_all
#undef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L || !defined(__STRICT_ANSI__)
#ifndef _FERRY_MAX_ALIGN_T
#define _FERRY_MAX_ALIGN_T
#define __DEFINED_max_align_t
typedef struct {
  long long __max_align_ll __attribute__((__aligned__(__alignof__(long long))));
  long double __max_align_ld __attribute__((__aligned__(__alignof__(long double))));
} max_align_t;
#endif
#endif
#if defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L
#define __STDC_VERSION_STDDEF_H__ 202311L
#ifndef _FERRY_NULLPTR_T
#define _FERRY_NULLPTR_T
typedef __typeof__(nullptr) nullptr_t;
#endif
#undef unreachable
#define unreachable() (__builtin_unreachable())
#endif
#endif

#endif

#undef __ferry_need_all
#undef __need_size_t
#undef __need_ptrdiff_t
#undef __need_wchar_t
#undef __need_wint_t
#undef __need_NULL
