#include <float.h>
#define FLOAT long double
#define MULTIPLY __multc3
#define DIVIDE __divtc3
#define COPYSIGN __builtin_copysignl
#define INFINITY_OF __builtin_infl()
#define MAXIMUM LDBL_MAX
#define MINIMUM LDBL_MIN
#define EPSILON LDBL_EPSILON
#include "complex_part.h"
