#ifndef _INTTYPES_H
#define _INTTYPES_H
#include <stdint.h>
#include <features.h>
#define __need_wchar_t
#include <stddef.h>
typedef struct {
  intmax_t quot, rem;
} imaxdiv_t;
intmax_t imaxabs(intmax_t);
imaxdiv_t imaxdiv(intmax_t, intmax_t);
intmax_t strtoimax(const char *__restrict, char **__restrict, int);
uintmax_t strtoumax(const char *__restrict, char **__restrict, int);
intmax_t wcstoimax(const wchar_t *__restrict, wchar_t **__restrict, int);
uintmax_t wcstoumax(const wchar_t *__restrict, wchar_t **__restrict, int);
#if __SIZEOF_LONG__ == 8
#define __P64 "l"
#else
#define __P64 "ll"
#endif
#if __SIZEOF_POINTER__ == 8
#define __PPTR "l"
#else
#define __PPTR ""
#endif
#define PRId8 "d"
#define PRIdLEAST8 PRId8
#define PRIdFAST8 "d"
#define PRId16 "d"
#define PRIdLEAST16 PRId16
#define PRIdFAST16 __PPTR "d"
#define PRId32 "d"
#define PRIdLEAST32 PRId32
#define PRIdFAST32 __PPTR "d"
#define PRId64 __P64 "d"
#define PRIdLEAST64 PRId64
#define PRIdFAST64 __P64 "d"
#define PRIdMAX __P64 "d"
#define PRIdPTR __PPTR "d"
#define PRIi8 "i"
#define PRIiLEAST8 PRIi8
#define PRIiFAST8 "i"
#define PRIi16 "i"
#define PRIiLEAST16 PRIi16
#define PRIiFAST16 __PPTR "i"
#define PRIi32 "i"
#define PRIiLEAST32 PRIi32
#define PRIiFAST32 __PPTR "i"
#define PRIi64 __P64 "i"
#define PRIiLEAST64 PRIi64
#define PRIiFAST64 __P64 "i"
#define PRIiMAX __P64 "i"
#define PRIiPTR __PPTR "i"
#define PRIo8 "o"
#define PRIoLEAST8 PRIo8
#define PRIoFAST8 "o"
#define PRIo16 "o"
#define PRIoLEAST16 PRIo16
#define PRIoFAST16 __PPTR "o"
#define PRIo32 "o"
#define PRIoLEAST32 PRIo32
#define PRIoFAST32 __PPTR "o"
#define PRIo64 __P64 "o"
#define PRIoLEAST64 PRIo64
#define PRIoFAST64 __P64 "o"
#define PRIoMAX __P64 "o"
#define PRIoPTR __PPTR "o"
#define PRIx8 "x"
#define PRIxLEAST8 PRIx8
#define PRIxFAST8 "x"
#define PRIx16 "x"
#define PRIxLEAST16 PRIx16
#define PRIxFAST16 __PPTR "x"
#define PRIx32 "x"
#define PRIxLEAST32 PRIx32
#define PRIxFAST32 __PPTR "x"
#define PRIx64 __P64 "x"
#define PRIxLEAST64 PRIx64
#define PRIxFAST64 __P64 "x"
#define PRIxMAX __P64 "x"
#define PRIxPTR __PPTR "x"
#define PRIX8 "X"
#define PRIXLEAST8 PRIX8
#define PRIXFAST8 "X"
#define PRIX16 "X"
#define PRIXLEAST16 PRIX16
#define PRIXFAST16 __PPTR "X"
#define PRIX32 "X"
#define PRIXLEAST32 PRIX32
#define PRIXFAST32 __PPTR "X"
#define PRIX64 __P64 "X"
#define PRIXLEAST64 PRIX64
#define PRIXFAST64 __P64 "X"
#define PRIXMAX __P64 "X"
#define PRIXPTR __PPTR "X"
#define PRIu8 "u"
#define PRIuLEAST8 PRIu8
#define PRIuFAST8 "u"
#define PRIu16 "u"
#define PRIuLEAST16 PRIu16
#define PRIuFAST16 __PPTR "u"
#define PRIu32 "u"
#define PRIuLEAST32 PRIu32
#define PRIuFAST32 __PPTR "u"
#define PRIu64 __P64 "u"
#define PRIuLEAST64 PRIu64
#define PRIuFAST64 __P64 "u"
#define PRIuMAX __P64 "u"
#define PRIuPTR __PPTR "u"
#define SCNd8 "hhd"
#define SCNdLEAST8 "hhd"
#define SCNdFAST8 "hhd"
#define SCNd16 "hd"
#define SCNdLEAST16 "hd"
#define SCNdFAST16 __PPTR "d"
#define SCNd32 "d"
#define SCNdLEAST32 "d"
#define SCNdFAST32 __PPTR "d"
#define SCNd64 __P64 "d"
#define SCNdLEAST64 __P64 "d"
#define SCNdFAST64 __P64 "d"
#define SCNdMAX __P64 "d"
#define SCNdPTR __PPTR "d"
#define SCNi8 "hhi"
#define SCNiLEAST8 "hhi"
#define SCNiFAST8 "hhi"
#define SCNi16 "hi"
#define SCNiLEAST16 "hi"
#define SCNiFAST16 __PPTR "i"
#define SCNi32 "i"
#define SCNiLEAST32 "i"
#define SCNiFAST32 __PPTR "i"
#define SCNi64 __P64 "i"
#define SCNiLEAST64 __P64 "i"
#define SCNiFAST64 __P64 "i"
#define SCNiMAX __P64 "i"
#define SCNiPTR __PPTR "i"
#define SCNo8 "hho"
#define SCNoLEAST8 "hho"
#define SCNoFAST8 "hho"
#define SCNo16 "ho"
#define SCNoLEAST16 "ho"
#define SCNoFAST16 __PPTR "o"
#define SCNo32 "o"
#define SCNoLEAST32 "o"
#define SCNoFAST32 __PPTR "o"
#define SCNo64 __P64 "o"
#define SCNoLEAST64 __P64 "o"
#define SCNoFAST64 __P64 "o"
#define SCNoMAX __P64 "o"
#define SCNoPTR __PPTR "o"
#define SCNx8 "hhx"
#define SCNxLEAST8 "hhx"
#define SCNxFAST8 "hhx"
#define SCNx16 "hx"
#define SCNxLEAST16 "hx"
#define SCNxFAST16 __PPTR "x"
#define SCNx32 "x"
#define SCNxLEAST32 "x"
#define SCNxFAST32 __PPTR "x"
#define SCNx64 __P64 "x"
#define SCNxLEAST64 __P64 "x"
#define SCNxFAST64 __P64 "x"
#define SCNxMAX __P64 "x"
#define SCNxPTR __PPTR "x"
#define SCNu8 "hhu"
#define SCNuLEAST8 "hhu"
#define SCNuFAST8 "hhu"
#define SCNu16 "hu"
#define SCNuLEAST16 "hu"
#define SCNuFAST16 __PPTR "u"
#define SCNu32 "u"
#define SCNuLEAST32 "u"
#define SCNuFAST32 __PPTR "u"
#define SCNu64 __P64 "u"
#define SCNuLEAST64 __P64 "u"
#define SCNuFAST64 __P64 "u"
#define SCNuMAX __P64 "u"
#define SCNuPTR __PPTR "u"
#endif
