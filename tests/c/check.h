#ifndef CHECK_H
#define CHECK_H

/* Ends the program with the number of the first check that fails. */
#define CHECK(number, condition) \
  do {                           \
    if (!(condition)) {          \
      return number;             \
    }                            \
  } while (0)

#endif
