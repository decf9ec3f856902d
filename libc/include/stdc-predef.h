/* What this library provides, said before anything is included (C17 6.10.8.2): the compiler reads it first. Annexes F and G hold
   as far as the compiler's options keep to them. */
#ifndef _STDC_PREDEF_H
#define _STDC_PREDEF_H

#if __GCC_IEC_559 > 0
#define __STDC_IEC_559__ 1
#define __STDC_IEC_60559_BFP__ 201404L
#endif
#if __GCC_IEC_559_COMPLEX > 0
#define __STDC_IEC_559_COMPLEX__ 1
#define __STDC_IEC_60559_COMPLEX__ 201404L
#endif

/* wchar_t holds code points of Unicode 10. */
#define __STDC_ISO_10646__ 201706L

#endif
