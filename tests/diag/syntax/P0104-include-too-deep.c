#include "a.h"
//@file a.h
#include "a.h"
