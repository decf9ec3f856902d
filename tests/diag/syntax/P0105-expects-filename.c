#include stdio
