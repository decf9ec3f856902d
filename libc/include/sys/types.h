#ifndef _SYS_TYPES_H
#define _SYS_TYPES_H
#include <features.h>
#define __need_size_t
#define __need_NULL
#include <stddef.h>
#include <stdint.h>
#include <bits/time_types.h>
#include <bits/pthread_types.h>
typedef __PTRDIFF_TYPE__ ssize_t;
typedef __INT64_TYPE__ off_t;
typedef __INT64_TYPE__ loff_t;
typedef int pid_t;
typedef unsigned uid_t;
typedef unsigned gid_t;
typedef unsigned id_t;
typedef unsigned mode_t;
typedef unsigned nlink_t;
typedef __UINT64_TYPE__ dev_t;
typedef __UINT64_TYPE__ ino_t;
typedef int blksize_t;
typedef __INT64_TYPE__ blkcnt_t;
typedef __UINT64_TYPE__ fsblkcnt_t;
typedef __UINT64_TYPE__ fsfilcnt_t;
/* File offsets have 64 bits: the names with a 64 (LFS) are the same things, here and in the other headers. */
#if defined(_LARGEFILE64_SOURCE) || defined(_GNU_SOURCE)
typedef off_t off64_t;
typedef ino_t ino64_t;
typedef blkcnt_t blkcnt64_t;
typedef fsblkcnt_t fsblkcnt64_t;
typedef fsfilcnt_t fsfilcnt64_t;
#endif
typedef struct {
  int __val[2];
} fsid_t;
typedef int clockid_t;
typedef void *timer_t;
typedef long clock_t;
typedef int key_t;
typedef long suseconds_t;
typedef unsigned useconds_t;
#ifdef _DEFAULT_SOURCE
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned u_int;
typedef unsigned long u_long;
typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t;
typedef char *caddr_t;
typedef unsigned short ushort;
typedef unsigned uint;
typedef unsigned long ulong;
typedef long quad_t;
typedef unsigned long u_quad_t;
typedef long register_t;
typedef int daddr_t;
#include <endian.h>
#include <sys/select.h>
#endif
#endif
