#include <float.h>
#define FLOAT double
#define MULTIPLY __muldc3
#define DIVIDE __divdc3
#define COPYSIGN __builtin_copysign
#define INFINITY_OF __builtin_inf()
#define MAXIMUM DBL_MAX
#define MINIMUM DBL_MIN
#define EPSILON DBL_EPSILON
#include "complex_part.h"
