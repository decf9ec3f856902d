/* <stdarg.h> (C17 7.16). */
#ifndef _STDARG_H
#ifndef _ANSI_STDARG_H_
#ifndef __need___va_list
#define _STDARG_H
#define _ANSI_STDARG_H_
#endif
#undef __need___va_list

#ifndef __GNUC_VA_LIST
#define __GNUC_VA_LIST
typedef __builtin_va_list __gnuc_va_list;
#endif

#ifdef _STDARG_H
#if defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L
#define __STDC_VERSION_STDARG_H__ 202311L
#define va_start(ap, ...) __builtin_va_start(ap, 0)
#else
#define va_start(ap, last) __builtin_va_start(ap, last)
#endif
#define va_end(ap) __builtin_va_end(ap)
#define va_arg(ap, type) __builtin_va_arg(ap, type)
#if !defined(__STRICT_ANSI__) || __STDC_VERSION__ + 0 >= 199900L
#define va_copy(to, from) __builtin_va_copy(to, from)
#endif
#define __va_copy(to, from) __builtin_va_copy(to, from)

#ifndef _VA_LIST_DEFINED
#ifndef _VA_LIST
#ifndef _VA_LIST_T_H
#ifndef __va_list__
#ifndef __DEFINED_va_list
typedef __gnuc_va_list va_list;
#endif
#endif
#endif
#endif
#endif
#define _VA_LIST
#define _VA_LIST_DEFINED
#define _VA_LIST_T_H
#define __va_list__
#ifndef __FERRY_LIBC__ /* musl's names, by which config.guess tells that it is musl */
#define __DEFINED_va_list
#define __DEFINED___isoc_va_list
#endif
#endif

#endif
#endif
