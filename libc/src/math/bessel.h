/* Bessel functions of orders 0 and 1 for bessel.c and bessel_order.c: 0 < x < infinity. */
#ifndef FERRY_BESSEL_H
#define FERRY_BESSEL_H

#include "dd.h"

dd __bessel_j(int order, double x);
dd __bessel_y(int order, double x);

#endif
