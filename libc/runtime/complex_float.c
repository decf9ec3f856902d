#define FLOAT float
#define WIDER double
#define MULTIPLY __mulsc3
#define DIVIDE __divsc3
#define COPYSIGN __builtin_copysignf
#define INFINITY_OF __builtin_inff()
#include "complex_part.h"
